using System.Globalization;
using System.Net;
using System.Text;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Infra.Tests;

public sealed class ScriptTests
{
    [Fact]
    public async Task The_smoke_test_is_content_with_a_running_tool_and_says_what_it_did_not_look_at()
    {
        await using var app = await TestApp.StartAsync();
        var (empty, before) = await SmokeAsync(app.Client.BaseAddress!);
        Assert.True(empty == 0, before);
        Assert.Contains("not checked, there is no process yet", before, StringComparison.Ordinal);

        await app.CreateProcessAsync("edomex-2021");
        var (code, output) = await SmokeAsync(app.Client.BaseAddress!);

        Assert.True(code == 0, output);
        foreach (var what in (string[])["health: 200", "a closed activity (", "403 activity_closed", "a forged token is rejected: 401", "a forged operator key is rejected: 401", "all well"])
        {
            Assert.Contains(what, output, StringComparison.Ordinal);
        }
    }

    /// <summary>A server that is content with everything: open to all, and everybody is somebody.</summary>
    [Theory]
    [InlineData("{\"status\":\"ok\",\"items\":[{\"id\":\"x\"}],\"activities\":[{\"activity\":\"results\",\"open\":false}]}", "WRONG  a closed activity (results): 200", "WRONG  a forged token is rejected: 200")]
    [InlineData("{\"status\":\"ill\"}", "WRONG  health: 200", "1 wrong")]
    public async Task The_smoke_test_names_what_is_wrong(string answer, params string[] complaints)
    {
        using var listener = new HttpListener();
        var address = new Uri($"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}/");
        listener.Prefixes.Add(address.AbsoluteUri);
        listener.Start();
        var serving = AnswerAsync(listener, answer);
        var (code, output) = await SmokeAsync(address);
        listener.Stop();
        await serving;

        Assert.Equal(1, code);
        foreach (var complaint in complaints) Assert.Contains(complaint, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_smoke_test_fails_where_nothing_answers()
    {
        var (code, output) = await SmokeAsync(new Uri($"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}/"));
        Assert.Equal(1, code);
        Assert.Contains("WRONG  health", output, StringComparison.Ordinal);
    }

    /// <summary>RFC 9116 wants a contact and a day on which the file ends.</summary>
    [Fact]
    public async Task The_site_says_where_defects_are_told()
    {
        var folder = Directory.CreateTempSubdirectory("site-").FullName;
        var (code, output) = await ChildProcess.RunAsync(
            "bash",
            Repository.Root,
            [
                ("DECIDE_SITE_ACCOUNT", "none"), ("DECIDE_URL", "https://decide.example.org/"), ("DECIDE_SECURITY_CONTACT", "mailto:seguridad@example.org"),
                ("DECIDE_SITE_ONLY_WRITE", folder),
            ],
            "scripts/azure/upload-site");
        Assert.True(code == 0, output);
        var lines = await File.ReadAllLinesAsync(Path.Combine(folder, ".well-known", "security.txt"));
        Assert.Contains("Contact: mailto:seguridad@example.org", lines);
        Assert.Contains("Canonical: https://decide.example.org/.well-known/security.txt", lines);
        var ends = DateTimeOffset.Parse(Assert.Single(lines, l => l.StartsWith("Expires: ", StringComparison.Ordinal))["Expires: ".Length..], CultureInfo.InvariantCulture);
        Assert.InRange(ends, TimeProvider.System.GetUtcNow().AddDays(300), TimeProvider.System.GetUtcNow().AddDays(365));
        Assert.True(File.Exists(Path.Combine(folder, "robots.txt")) && File.Exists(Path.Combine(folder, "index.html")));
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Only_a_stage_with_parameters_can_be_chosen()
    {
        var (code, output) = await ChildProcess.RunAsync("bash", Repository.Root, [("AZURE_ENV_NAME", "nowhere")], "scripts/azure/choose-parameters");
        Assert.Equal(1, code);
        Assert.Contains("infra/main.nowhere.bicepparam", output, StringComparison.Ordinal);
    }

    private static Task<(int Code, string Output)> SmokeAsync(Uri address) =>
        ChildProcess.RunAsync("node", Repository.Root, "scripts/smoke.mjs", "--url", address.GetLeftPart(UriPartial.Authority));

    private static async Task AnswerAsync(HttpListener listener, string answer)
    {
        try
        {
            while (true)
            {
                var context = await listener.GetContextAsync();
                context.Response.ContentType = "application/json";
                context.Response.Close(Encoding.UTF8.GetBytes(answer), willBlock: true);
            }
        }
        catch (Exception stopped) when (stopped is HttpListenerException or ObjectDisposedException)
        {
            // The test has seen enough.
        }
    }

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
