using ServerlessDecide.TestSupport;
using Xunit.Sdk;

namespace ServerlessDecide.Shared.Tests.TestSupport;

public sealed class ApprovedTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("approved-");

    private string TestFile => Path.Combine(folder.FullName, "RoutesTests.cs");

    private string Received => Path.Combine(folder.FullName, "RoutesTests.All.received.txt");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public void The_approved_text_stands_beside_the_test() => Approved.Matches("una línea\r\notra línea\r\n");

    [Fact]
    public void A_mismatch_shows_the_differing_lines_and_keeps_the_received_text()
    {
        File.WriteAllText(Path.Combine(folder.FullName, "RoutesTests.All.approved.txt"), "uno\ndos\ntres\n");
        var failure = Assert.Throws<FailException>(() => Approved.Matches("uno\nDOS\nmás\ntres", TestFile, "All"));
        Assert.Contains("From line 2:\n- dos\n+ DOS\n+ más\nWhere", failure.Message, StringComparison.Ordinal);
        Assert.Equal("uno\nDOS\nmás\ntres\n", File.ReadAllText(Received));

        Approved.Matches("uno\ndos\ntres", TestFile, "All");
        Assert.False(File.Exists(Received));
    }

    [Fact]
    public void A_text_without_an_approved_file_fails()
    {
        Assert.Throws<FailException>(() => Approved.Matches("uno", TestFile, "All"));
        Assert.Equal("uno\n", File.ReadAllText(Received));
    }
}
