using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Infra.Tests;

public sealed partial class ScriptTests
{
    [Fact]
    public async Task The_smoke_test_passes_on_a_running_tool_and_lists_what_it_did_not_check()
    {
        await using var app = (await TestApp.StartAsync()).Expecting("An operator key was refused");
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

    /// <summary>Runs against a server that accepts everything.</summary>
    [Theory]
    [InlineData("{\"status\":\"ok\",\"items\":[{\"id\":\"x\"}],\"activities\":[{\"activity\":\"results\",\"open\":false}]}", "WRONG  a closed activity (results): 200", "WRONG  a forged token is rejected: 200")]
    [InlineData("{\"status\":\"ill\"}", "WRONG  health: 200", "1 wrong")]
    public async Task The_smoke_test_names_each_failed_check(string answer, params string[] complaints)
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
    public async Task The_smoke_test_fails_if_no_server_answers()
    {
        var (code, output) = await SmokeAsync(new Uri($"http://127.0.0.1:{FreePort().ToString(CultureInfo.InvariantCulture)}/"));
        Assert.Equal(1, code);
        Assert.Contains("WRONG  health", output, StringComparison.Ordinal);
    }

    /// <summary>RFC 9116 requires a contact and an expiry date.</summary>
    [Fact]
    public async Task The_site_has_a_security_contact_that_expires_within_a_year()
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
    public async Task Only_a_stage_with_a_parameters_file_can_be_chosen()
    {
        var (code, output) = await ChildProcess.RunAsync("bash", Repository.Root, [("AZURE_ENV_NAME", "nowhere")], "scripts/azure/choose-parameters");
        Assert.Equal(1, code);
        Assert.Contains("infra/main.nowhere.bicepparam", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_process_is_loaded_with_a_key_that_no_command_line_shows()
    {
        await using var app = await TestApp.StartAsync();
        var file = Path.Combine(Directory.CreateTempSubdirectory("key-").FullName, "operator-key");
        await File.WriteAllTextAsync(file, TestApp.Key + "\n");
        var (code, output) = await LoadAsync("--key-file", file);
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        Assert.True(code == 0, output);
        Assert.Contains("demo-edomex is loaded", output, StringComparison.Ordinal);

        foreach (var arguments in (string[][])[[], ["--key", "x", "--key-file", file], ["--key-file", file]])
        {
            var (refused, said) = await LoadAsync(arguments);
            Assert.Equal(2, refused);
            Assert.Contains("--key-file", said, StringComparison.Ordinal);
        }

        Task<(int Code, string Output)> LoadAsync(params string[] arguments) => ChildProcess.RunAsync(
            "node", Repository.Root, ["samples/load.mjs", "--url", app.Root.GetLeftPart(UriPartial.Authority), "--as-is", .. arguments]);
    }

    [Fact]
    public async Task What_to_try_names_the_pages_the_calendar_and_commands_that_work_today()
    {
        await using var app = await TestApp.StartAsync(new() { At = "2021-05-10T12:00:00-05:00" });
        var url = app.Root.GetLeftPart(UriPartial.Authority);
        var empty = await WhatToTryAsync();
        foreach (var line in (string[])[$"  {url}/", $"  {url}/api/v1/docs", $"  curl {url}/api/v1/processes", $"  curl -H \"x-functions-key: $(cat the-key)\" {url}/admin/functions"])
        {
            Assert.Contains(line, empty);
        }

        await app.CreateProcessAsync("edomex-2021", TestCalendar.Empty
            .With("information", ("2021-04-10T00:00:00-05:00", "2021-07-01T00:00:00-05:00"))
            .With("react-to-platforms", ("2021-04-10T00:00:00-05:00", "2021-05-01T00:00:00-05:00"), ("2021-05-20T00:00:00-05:00", "2021-06-03T00:00:00-05:00"))
            .With("deliveries", ("2021-06-09T00:00:00-05:00", "2021-12-31T00:00:00-06:00")));
        var lines = await WhatToTryAsync();
        foreach (var line in (string[])[
            "Process edomex-2021, whose clock says 2021-05-10 12:00 (America/Mexico_City):",
            "  open    information          2021-04-10 to 2021-07-01",
            "  closed  react-to-platforms   2021-04-10 to 2021-05-01, 2021-05-20 to 2021-06-03",
            "Packages are made from 2021-06-09; to jump there: ./run --at 2021-06-09T12:00",
            $"  curl {url}/api/v1/processes/edomex-2021",
        ])
        {
            Assert.Contains(line, lines);
        }

        // Between two windows nobody reacts, so nobody needs a challenge.
        var challenge = $"  curl {url}/api/v1/processes/edomex-2021/challenge";
        Assert.DoesNotContain(challenge, lines);
        app.Time.SetUtcNow(DateTimeOffset.Parse("2021-05-21T12:00:00-05:00", CultureInfo.InvariantCulture));
        Assert.Contains(challenge, await WhatToTryAsync());

        async Task<string[]> WhatToTryAsync()
        {
            var (code, output) = await ChildProcess.RunAsync("node", Repository.Root, "scripts/what-to-try.mjs", url, "the-key", "./run");
            Assert.True(code == 0, output);
            return output.Split('\n');
        }
    }

    /// <summary>Everybody on the machine can see the arguments of a command. Shell builtins are not visible.</summary>
    [Fact]
    public void Scripts_pass_the_operator_key_to_no_command()
    {
        string[] scripts = ["run", "test", .. Directory.EnumerateFiles(Path.Combine(Repository.Root, "scripts"), "*", SearchOption.AllDirectories)];
        var lines = scripts.SelectMany(script => File.ReadLines(Path.Combine(Repository.Root, script))).Select(line => line.Trim()).Where(line => !line.StartsWith('#')).ToList();
        var withKey = lines.Where(line => KeyOfTheShell().IsMatch(line)).ToList();
        Assert.NotEmpty(withKey);
        Assert.All(withKey, line => Assert.Matches("^(export [^;|&]*|echo \"[^\"]*\")$", line));
        Assert.DoesNotContain(lines, line => line.Contains("secret set", StringComparison.Ordinal));
        // The runbooks do not either.
        var pages = Directory.EnumerateFiles(Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories).Append(Path.Combine(Repository.Root, "README.md"));
        Assert.DoesNotContain(pages.SelectMany(File.ReadLines), line => line.Contains("secret set", StringComparison.Ordinal) || line.Contains("--key $", StringComparison.Ordinal) || line.Contains("--key \"$", StringComparison.Ordinal));
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
            // The test has stopped the listener.
        }
    }

    [GeneratedRegex(@"\$(key\b|\{key\})", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex KeyOfTheShell();

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
