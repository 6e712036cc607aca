using ServerlessDecide.Processes;

namespace ServerlessDecide.Shared.Tests.Processes;

public sealed class ActivityTests
{
    [Fact]
    public void Activity_names_are_those_of_the_contract() => Assert.Equal(
        [
            "information", "platforms", "react-to-platforms", "blocks", "react-to-blocks", "candidates", "publish-profiles",
            "profiles", "react-to-proposals", "results", "statistics", "deliveries",
        ],
        ActivityNames.All);

    [Fact]
    public void Every_activity_name_parses_back()
    {
        foreach (var activity in Enum.GetValues<Activity>())
        {
            Assert.True(ActivityNames.TryParse(activity.Name(), out var read));
            Assert.Equal(activity, read);
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Information")]
    [InlineData("reactToPlatforms")]
    public void Other_names_are_no_activity(string? name) => Assert.False(ActivityNames.TryParse(name, out _));
}
