param($installPath, $toolsPath, $package, $project)

# NuGet runs this in Visual Studio for a project with packages.config. All other projects find the analyzers by themselves.
if ($null -eq $project.Object.AnalyzerReferences) {
    return
}

$folder = Join-Path -Path $installPath -ChildPath 'analyzers\dotnet\cs'
foreach ($assembly in Get-ChildItem -Path $folder -Filter '*.dll') {
    $project.Object.AnalyzerReferences.Add($assembly.FullName)
}
