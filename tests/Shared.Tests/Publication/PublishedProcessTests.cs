using ServerlessDecide.Content;
using ServerlessDecide.Processes;
using ServerlessDecide.Publication;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Publication;

public sealed class PublishedProcessTests
{
    [Fact]
    public void A_published_process_says_what_its_calendar_says()
    {
        var published = new PublishedProcess(Process(), ContentIndex.Empty, PublishedStatistics.None);

        Assert.True(published.StateOf(Activity.ReactToPlatforms, At("2021-05-10")).IsOpen);
        Assert.False(published.StateOf(Activity.Deliveries, At("2021-05-10")).IsOpen);
    }
}
