namespace LlmMcp.AppHost.Settings;

/// <summary>The AppHost's command line.</summary>
internal static class AppHostArguments
{
    private const string DemoSwitch = "--demo";

    /// <summary>Gives <c>--demo</c> the form the configuration reads; it would take the next argument for its value.</summary>
    public static string[] Read(string[] arguments) =>
        [.. arguments.Select(static argument => argument.Equals(DemoSwitch, StringComparison.OrdinalIgnoreCase) ? $"{DemoSwitch}=true" : argument)];
}
