using System.Runtime.CompilerServices;

namespace ServerlessDecide.Shared.Tests;

/// <summary>Measures the memory of the process, for tests that run <see cref="Alone"/>.</summary>
internal static class Heap
{
    /// <summary>
    /// Creates an object, uses it, releases it and returns the megabytes that this freed. Both measurements come after the creation: garbage
    /// of earlier tests would distort a comparison with the memory before it.
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

    // A method of its own, so that no live stack frame keeps the object.
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
