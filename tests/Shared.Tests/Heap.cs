using System.Runtime.CompilerServices;

namespace ServerlessDecide.Shared.Tests;

/// <summary>Looks at the memory of the process, for tests that run <see cref="Alone"/>.</summary>
internal static class Heap
{
    /// <summary>
    /// Makes a thing, uses it, lets it go, and tells how many megabytes went with it: moments pass between the two looks. What earlier
    /// tests leave to be collected would tell in a comparison with what lived before the thing was made.
    /// </summary>
    public static double MegabytesOf<T>(Action<T> use)
        where T : class, new()
    {
        var held = new T?[1];
        Make(held, use);
        var with = Living();
        held[0] = null;
        return (with - Living()) / 1_000_000d;
    }

    // Of its own, so that no frame that is still there keeps the thing.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Make<T>(T?[] held, Action<T> use)
        where T : class, new()
    {
        var thing = new T();
        held[0] = thing;
        use(thing);
    }

    private static long Living()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return GC.GetTotalMemory(forceFullCollection: true);
    }
}
