using ServerlessDecide.Content;

namespace ServerlessDecide.Functions.Hosting;

/// <summary>Does a timer's work for every process.</summary>
internal static class EachProcess
{
    /// <summary>One process that fails does not stop the others; what failed escapes when all are through.</summary>
    /// <exception cref="AggregateException">The work failed for some processes.</exception>
    public static async Task DoAsync(PublishedProcesses processes, Func<PublishedProcess, Task> work, CancellationToken cancellationToken)
    {
        await processes.RefreshAsync(cancellationToken);
        var failures = new List<Exception>();
        foreach (var process in await processes.ListAsync(cancellationToken))
        {
            try
            {
                await work(process);
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                failures.Add(new InvalidOperationException($"Process {process.Process.Id} failed.", e));
            }
        }

        if (failures.Count > 0) throw new AggregateException(failures);
    }
}
