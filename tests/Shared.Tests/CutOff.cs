using ServerlessDecide.TestSupport;
using ProxyAction = ServerlessDecide.TestSupport.ProxyAction;

namespace ServerlessDecide.Shared.Tests;

/// <summary>Kills an action by cutting it off from storage at each of its requests in turn, before and after the request takes effect.</summary>
internal static class CutOff
{
    private enum Cut
    {
        BeforeTheEffect,
        AfterTheEffect,
    }

    /// <summary>Returns how often the action died, once it gets through uncut.</summary>
    /// <param name="proxy">The way to storage of the action alone.</param>
    /// <param name="prepare">Makes a new subject for each attempt.</param>
    /// <param name="act">The action, on an instance behind the proxy.</param>
    /// <param name="check">Asserts what holds after each attempt, whether the action died or not.</param>
    public static async Task<int> AtEachRequestAsync<T>(StorageProxy proxy, Func<Task<T>> prepare, Func<T, Task> act, Func<T, Task> check)
    {
        var deaths = 0;
        for (var uncut = 0; ; uncut++)
        {
            var deathsBefore = deaths;
            foreach (var cut in Enum.GetValues<Cut>())
            {
                var subject = await prepare();
                CutAfter(proxy, uncut, cut);
                if (await DiesAsync(() => act(subject))) deaths++;
                await check(subject);
            }

            if (deaths == deathsBefore) return deaths;
        }
    }

    private static void CutAfter(StorageProxy proxy, int uncut, Cut cut)
    {
        var seen = 0;
        proxy.BeforeForward = cut == Cut.BeforeTheEffect ? CutLaterRequests : null;
        proxy.AfterForward = cut == Cut.AfterTheEffect ? CutLaterRequests : null;

        Task<ProxyAction> CutLaterRequests(StorageRequest request) =>
            Task.FromResult(Interlocked.Increment(ref seen) > uncut ? ProxyAction.Cut : ProxyAction.Continue);
    }

    private static async Task<bool> DiesAsync(Func<Task> act)
    {
        try
        {
            await act();
            return false;
        }
        catch (Exception e) when (e is Azure.RequestFailedException or AggregateException)
        {
            return true;
        }
    }
}
