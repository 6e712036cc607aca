using Microsoft.Extensions.Logging;
using ServerlessDecide.TestSupport;
using Xunit.Sdk;

namespace ServerlessDecide.Shared.Tests.TestSupport;

public sealed class CollectedLogsTests : IDisposable
{
    private readonly CollectedLogs logs = new();

    public void Dispose() => logs.Dispose();

    [Fact]
    public void An_unexpected_warning_fails_the_test()
    {
        var logger = logs.CreateLogger("App");
        logger.LogInformation("All is well");
        logs.AssertNothingUnexpected();
        logger.LogWarning(new EventId(7, "StorageDown"), "Storage does not answer");
        logs.AssertNothingUnexpected("StorageDown");
        logs.AssertNothingUnexpected("does not answer");
        var failure = Assert.Throws<FailException>(() => logs.AssertNothingUnexpected("SomethingElse"));
        Assert.Contains("Warning: App[StorageDown] Storage does not answer", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_search_covers_messages_values_and_exceptions()
    {
        logs.CreateLogger("App").LogError(new InvalidOperationException("in the exception"), "in the message {Value}", new string('x', 3));
        Assert.True(logs.Contains("in the message xxx"));
        Assert.True(logs.Contains("in the exception"));
        Assert.False(logs.Contains("nowhere"));
    }
}
