using System.Globalization;

/// <summary>
/// Loaded into the app by DOTNET_STARTUP_HOOKS while its memory is watched: whenever the file that BENCH_HEAP_FILE names disappears, it is
/// written anew with the bytes that live after a full collection. The runtime looks for this name, outside any namespace.
/// </summary>
#pragma warning disable CA1050, MA0047 // The runtime's name for it.
internal static class StartupHook
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable("BENCH_HEAP_FILE") is not { Length: > 0 } file) return;
        new Thread(() => Watch(file)) { IsBackground = true, Name = "bench" }.Start();
    }

    private static void Watch(string file)
    {
        using var pause = new ManualResetEventSlim();
        while (true)
        {
            pause.Wait(TimeSpan.FromMilliseconds(100));
            if (File.Exists(file)) continue;
            GC.Collect();
            File.WriteAllText(file + ".new", GC.GetTotalMemory(forceFullCollection: false).ToString(CultureInfo.InvariantCulture));
            File.Move(file + ".new", file, overwrite: true);
        }
    }
}
