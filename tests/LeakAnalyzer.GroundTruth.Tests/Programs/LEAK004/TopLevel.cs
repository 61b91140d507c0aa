// LEAK004: the program's heartbeat beats on
World world = World.Current;
_ = BeatAsync(); // LEAK004
await Task.Delay(5);
world.Log("done");

static async Task BeatAsync()
{
    while (true)
    {
        await Task.Delay(25);
    }
}
