using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using ServerlessDecide.Functions;
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
        Assert.All((string[])["robots.txt", "index.html", "favicon.ico"], file => Assert.True(File.Exists(Path.Combine(folder, file)), file));
        // Until the citizens' pages exist, the root leads to the front page of the app.
        var front = "/api/v1/" + new FunctionTable().Find("GetStart")!.Route;
        Assert.Contains($"<meta http-equiv=\"refresh\" content=\"0; url={front}\">", await File.ReadAllTextAsync(Path.Combine(folder, "index.html")), StringComparison.Ordinal);
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

    [Fact]
    public async Task The_app_is_built_again_only_when_a_source_or_what_was_built_has_changed()
    {
        var root = Directory.CreateTempSubdirectory("built-").FullName;
        foreach (var file in (string[])["functions/A.cs", "functions/A B.cs", "shared/Room/ñ.cs", "standalone/C.cs", "Directory.Build.props", "run"]) Write(file, file);
        const string Output = "functions/bin/Release/net10.0/";
        foreach (var file in (string[])["ServerlessDecide.Functions.dll", "ServerlessDecide.Shared.dll", "en/resources.dll"]) Write(Output + file, file);
        Assert.False(await IsBuiltAsync());
        await NoteAsync();
        Assert.True(await IsBuiltAsync());

        // What a build makes, and the same bytes at another time, are no change.
        Write("functions/obj/project.assets.json", "{}");
        Write("shared/bin/Debug/x.dll", "x");
        File.SetLastWriteTimeUtc(Path.Combine(root, "functions/A.cs"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.True(await IsBuiltAsync());

        foreach (var change in (Action[])[
            () => Write("functions/A.cs", "another text"),
            () => Write("functions/New/D.cs", "added"),
            () => Write("Directory.Packages.props", "added"),
            () => Delete("standalone/C.cs"),
            () => File.Move(Path.Combine(root, "shared/Room/ñ.cs"), Path.Combine(root, "shared/Room/n.cs")),
            () => Write(Output + "ServerlessDecide.Shared.dll", "built elsewhere"),
            () => Delete(Output + "en/resources.dll"),
        ])
        {
            change();
            Assert.False(await IsBuiltAsync());
            await NoteAsync();
            Assert.True(await IsBuiltAsync());
        }

        // Sources that change while they are built are built again.
        var (_, before) = await BuiltAsync("check");
        Write("functions/A.cs", "changed during the build");
        await BuiltAsync("note", before.Trim());
        Assert.False(await IsBuiltAsync());

        Directory.Delete(Path.Combine(root, "functions/bin"), recursive: true);
        await NoteAsync();
        Assert.False(await IsBuiltAsync());
        Directory.Delete(root, recursive: true);

        void Write(string file, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(root, file))!);
            File.WriteAllText(Path.Combine(root, file), text);
        }

        void Delete(string file) => File.Delete(Path.Combine(root, file));

        async Task<bool> IsBuiltAsync() => (await BuiltAsync("check")).Code == 0;

        async Task NoteAsync() => Assert.Equal((0, ""), await BuiltAsync("note", (await BuiltAsync("check")).Output.Trim()));

        Task<(int Code, string Output)> BuiltAsync(params string[] arguments) =>
            ChildProcess.RunAsync("node", Repository.Root, ["scripts/built.mjs", .. arguments, root]);
    }

    [Fact]
    public void What_is_noted_as_built_are_the_folder_that_run_starts_and_the_projects_it_is_made_of()
    {
        var script = File.ReadAllText(Path.Combine(Repository.Root, "scripts", "built.mjs"));
        var run = File.ReadAllText(Path.Combine(Repository.Root, "run"));
        Assert.Contains("const output = 'functions/bin/Release/net10.0';", script, StringComparison.Ordinal);
        Assert.Contains("start dotnet functions/bin/Release/net10.0/ServerlessDecide.Functions.dll", run, StringComparison.Ordinal);
        Assert.Contains("dotnet build functions -c Release", run, StringComparison.Ordinal);
        var sources = QuotedWord().Matches(script[script.IndexOf("const sources", StringComparison.Ordinal)..script.IndexOf("const output", StringComparison.Ordinal)])
            .Select(m => m.Groups["word"].Value).ToList();
        // Every project that the app refers to, and every file of the root that MSBuild or the compiler reads.
        var projects = (string[])["functions", "shared", "standalone"];
        var referred = projects.SelectMany(p => Directory.EnumerateFiles(Path.Combine(Repository.Root, p), "*.csproj")).SelectMany(File.ReadLines)
            .Select(line => ReferredProject().Match(line)).Where(m => m.Success).Select(m => m.Groups["folder"].Value);
        Assert.Empty(referred.Except(projects, StringComparer.Ordinal));
        var ofTheRoot = Directory.EnumerateFiles(Repository.Root, "Directory.*").Concat(Directory.EnumerateFiles(Repository.Root, "*.txt")).Select(f => Path.GetFileName(f));
        Assert.Empty(projects.Concat(ofTheRoot).Concat([".editorconfig", "global.json", "run"]).Except(sources, StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("", "to-run", "ci --ignore-scripts --no-audit --no-fund --loglevel=error --omit=dev")]
    [InlineData("", "all", "ci --ignore-scripts --no-audit --no-fund --loglevel=error")]
    [InlineData("to-run", "to-run", "")]
    [InlineData("to-run", "all", "ci --ignore-scripts --no-audit --no-fund --loglevel=error")]
    [InlineData("all", "to-run", "")]
    [InlineData("all", "all", "")]
    [InlineData("all, lock changed", "to-run", "ci --ignore-scripts --no-audit --no-fund --loglevel=error --omit=dev")]
    [InlineData("to-run, lock changed", "to-run", "ci --ignore-scripts --no-audit --no-fund --loglevel=error --omit=dev")]
    public async Task The_run_installs_only_what_it_runs_and_a_full_installation_satisfies_it(string before, string asked, string npm)
    {
        var folder = Directory.CreateTempSubdirectory("npm-").FullName;
        // npm ci removes all of node_modules first, as here.
        const string Script = """
            set -euo pipefail
            root=$PWD
            source "$1"
            npm() { rm -rf node_modules && mkdir node_modules && printf '%s\n' "$*" >>said; }
            step() { shift 2 && "$@"; }
            : >said
            echo 1 >package-lock.json
            before=$2
            if [[ $before ]]; then install_node_modules log "${before%%,*}"; fi
            if [[ $before == *changed ]]; then echo 2 >package-lock.json; fi
            : >said
            install_node_modules log "$3"
            cat said
            """;
        var (code, output) = await ChildProcess.RunAsync("bash", folder, "-c", Script, "bash", Path.Combine(Repository.Root, "scripts", "needs.sh"), before, asked);
        Directory.Delete(folder, recursive: true);
        Assert.True(code == 0, output);
        Assert.Equal(npm, output.Trim());
        Assert.Contains("install_node_modules \"$data/logs/npm.log\" to-run\n", await File.ReadAllTextAsync(Path.Combine(Repository.Root, "run")), StringComparison.Ordinal);
        Assert.Contains("install_node_modules \"$work/npm.log\"\n", await File.ReadAllTextAsync(Path.Combine(Repository.Root, "test")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run", "--port", "0055182000", "./run: --port takes a number from 1 to 65535, not '0055182000'.")]
    [InlineData("run", "--port", "0", "./run: --port takes a number from 1 to 65535, not '0'.")]
    [InlineData("run", "--demo", "all", "./run: --demo takes only 'none'; the demonstration is loaded unless told otherwise.")]
    [InlineData("test", "--quick", "--filter=x", "./test: --quick selects the tests itself; leave out --filter.")]
    public async Task The_scripts_work_in_every_shell_and_refuse_a_wrong_option_with_a_sentence(string script, string option, string value, string sentence)
    {
        foreach (var shell in (string[])["sh", "bash"])
        {
            var (code, output) = await ChildProcess.RunAsync(shell, Repository.Root, script, option, value);
            Assert.Equal(2, code);
            Assert.StartsWith(sentence + '\n', output, StringComparison.Ordinal);
        }

        // bash that was started as sh.
        var (posix, said) = await ChildProcess.RunAsync("bash", Repository.Root, "--posix", script, option, value);
        Assert.Equal(2, posix);
        Assert.StartsWith(sentence + '\n', said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leading_zeros_of_a_port_do_not_count()
    {
        // The wrong option after it is refused, the port is not.
        var (code, output) = await ChildProcess.RunAsync("bash", Repository.Root, "run", "--port", "055182", "--nothing");
        Assert.Equal(2, code);
        Assert.StartsWith("./run: unknown option '--nothing'.\n", output, StringComparison.Ordinal);
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

    [GeneratedRegex("'(?<word>[^']+)'", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex QuotedWord();

    [GeneratedRegex("<ProjectReference Include=\"[.][.]/(?<folder>[^/]+)/", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ReferredProject();

    private static int FreePort()
    {
        using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
