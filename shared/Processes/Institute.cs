namespace ServerlessDecide.Processes;

/// <summary>The institute that answers for a process.</summary>
/// <param name="Site">The address of its site; null when it was not said.</param>
/// <param name="Contact">How to reach it: an e-mail address or a telephone number; null when it was not said.</param>
public sealed record Institute(string Name, string? Site, string? Contact);
