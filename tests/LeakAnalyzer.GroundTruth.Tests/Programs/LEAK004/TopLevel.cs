// LEAK004: the program starts two endless loops and forgets them
World world = World.Current;
for (int i = 0; i < 2; i++)
{
    _ = BeatAsync(); // LEAK004
}

await Task.Delay(5);
world.Log("done");

static async Task BeatAsync()
{
    while (true)
    {
        await Task.Delay(25);
    }
}
