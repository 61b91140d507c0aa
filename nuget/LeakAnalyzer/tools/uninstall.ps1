param($installPath, $toolsPath, $package, $project)

# Removes the analyzers that install.ps1 has added.
if ($null -eq $project.Object.AnalyzerReferences) {
    return
}

$folder = Join-Path -Path $installPath -ChildPath 'analyzers\dotnet\cs'
foreach ($assembly in Get-ChildItem -Path $folder -Filter '*.dll') {
    $project.Object.AnalyzerReferences.Remove($assembly.FullName)
}
