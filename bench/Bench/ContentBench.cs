using System.Globalization;
using System.Net.Http.Headers;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Bench;

/// <summary>Measures GET of a platform from memory: the app, nginx with the same bytes as files, and a bare Kestrel with the same bytes.</summary>
internal static class ContentBench
{
    private sealed record Kind(string Name, string? Coding, bool IsValidated, Goal Promise);

    private static readonly Kind[] Kinds =
    [
        new("plain", null, false, Goal.AtLeast(0.60)),
        new("gzip", "gzip", false, Goal.AtLeast(0.75)),
        new("br", "br", false, Goal.AtLeast(0.75)),
        new("304", null, true, Goal.AtLeast(0.60)),
    ];

    private static readonly (string Coding, string Suffix)[] Forms = [("identity", ""), ("gzip", ".gz"), ("br", ".br")];

    private sealed record Server(string Name, Uri Address, Func<double> CpuSeconds)
    {
        public Dictionary<string, List<double>> PerSecond { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, List<double>> P99 { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, List<double>> CpuMicroseconds { get; } = new(StringComparer.Ordinal);
    }

    public static async Task RunAsync(Published published, Figures figures, bool quick, CancellationToken cancellation)
    {
        var (rounds, seconds) = quick ? (2, 1) : (7, 2);
        figures.Say($"content: GET of a platform, wrk -t1 -c32, {rounds} rounds of {seconds} s for each server and form");
        await using var azurite = await Azurite.StartAsync();
        await using var app = await App.StartAsync(published, azurite, cancellation);
        var work = published.Work("content");
        await SaveAsync(app, Path.Combine(work, "document"), cancellation);

        var (nginxPort, barePort) = (Child.FreePort(), Child.FreePort());
        await using var nginx = StartNginx(work, nginxPort);
        await using var bare = Child.Start("dotnet", [published.Bare, $"{barePort}", Path.Combine(work, "document")]);
        Server[] servers =
        [
            new("app", app.At(App.Platform), app.Process.CpuSeconds),
            new("nginx", new($"http://127.0.0.1:{nginxPort}/document"), () => nginx.CpuSeconds() + Workers(nginx.Id)),
            new("bare Kestrel", new($"http://127.0.0.1:{barePort}/"), bare.CpuSeconds),
        ];
        await nginx.WaitForAsync(servers[1].Address, TimeSpan.FromSeconds(10), cancellation);
        await bare.WaitForAsync(servers[2].Address, TimeSpan.FromSeconds(10), cancellation);

        // The first round is not counted: hot code is recompiled while it runs.
        for (var round = -1; round < rounds; round++)
        {
            foreach (var kind in Kinds)
            {
                foreach (var server in servers) await MeasureAsync(server, kind, round < 0 ? 3 : seconds, round >= 0, cancellation);
            }
        }

        foreach (var kind in Kinds)
        {
            foreach (var server in servers)
            {
                figures.Tell($"{kind.Name}, {server.Name}", server.PerSecond[kind.Name], "requests/s");
                figures.Tell($"{kind.Name}, {server.Name}, processor", server.CpuMicroseconds[kind.Name], "us/request");
            }

            double[] toNginx = Figures.Ratios(servers[0].PerSecond[kind.Name], servers[1].PerSecond[kind.Name]);
            figures.Judge($"content {kind.Name} app / nginx", toNginx, kind.Promise);
            figures.Judge($"content {kind.Name} p99 app / nginx", Figures.Ratios(servers[0].P99[kind.Name], servers[1].P99[kind.Name]), Goal.AtMost(1.5));
            figures.Tell($"content {kind.Name} bare Kestrel / nginx", Figures.Ratios(servers[2].PerSecond[kind.Name], servers[1].PerSecond[kind.Name]), "");
            figures.Tell($"content {kind.Name} app / bare Kestrel", Figures.Ratios(servers[0].PerSecond[kind.Name], servers[2].PerSecond[kind.Name]), "");
        }
    }

    private static async Task MeasureAsync(Server server, Kind kind, int seconds, bool counts, CancellationToken cancellation)
    {
        List<string> headers = [];
        if (kind.Coding is not null) headers.Add($"Accept-Encoding: {kind.Coding}");
        if (kind.IsValidated) headers.Add($"If-None-Match: {await TagAsync(server.Address, cancellation)}");
        var before = server.CpuSeconds();
        var made = await Wrk.RunAsync(server.Address, 32, seconds, headers, cancellation);
        var cpu = server.CpuSeconds() - before;
        if (!counts) return;
        Of(server.PerSecond).Add(made.PerSecond);
        Of(server.P99).Add(made.P99);
        Of(server.CpuMicroseconds).Add(cpu / made.Requests * 1e6);

        List<double> Of(Dictionary<string, List<double>> all) => all.TryGetValue(kind.Name, out var list) ? list : all[kind.Name] = [];
    }

    private static async Task<string> TagAsync(Uri address, CancellationToken cancellation)
    {
        using var client = new HttpClient();
        using var answer = await client.GetAsync(address, cancellation);
        return answer.Headers.ETag!.ToString();
    }

    /// <summary>Saves the three encodings as the app serves them, so that all servers send the same bytes.</summary>
    private static async Task SaveAsync(App app, string path, CancellationToken cancellation)
    {
        using var client = new HttpClient();
        foreach (var (coding, suffix) in Forms)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, app.At(App.Platform));
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue(coding));
            using var answer = await client.SendAsync(request, cancellation);
            answer.EnsureSuccessStatusCode();
            await File.WriteAllBytesAsync(path + suffix, await answer.Content.ReadAsByteArrayAsync(cancellation), cancellation);
        }

        // nginx serves .gz by itself; it sends the files in the folder 'br' as they are, with a header.
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(path)!, "br")).FullName;
        File.Copy(path + ".br", Path.Combine(folder, "document"));
    }

    /// <summary>
    /// Starts nginx as its documentation recommends for static files: sendfile, open_file_cache, gzip_static, no access log, a worker for each
    /// core. It has no Brotli of its own: clients that accept br get the compressed file from a folder.
    /// </summary>
    private static Child StartNginx(string work, int port)
    {
        var user = Environment.UserName == "root" ? "user root;" : "";
        var file = Path.Combine(work, "nginx.conf");
        File.WriteAllText(file, $$"""
            {{user}}
            daemon off;
            worker_processes auto;
            pid {{work}}/nginx.pid;
            error_log stderr warn;
            events { worker_connections 1024; }
            http {
              access_log off;
              sendfile on;
              tcp_nopush on;
              keepalive_requests 1000000000;
              open_file_cache max=100;
              default_type "application/json; charset=utf-8";
              client_body_temp_path {{work}}/t1; proxy_temp_path {{work}}/t2; fastcgi_temp_path {{work}}/t3; uwsgi_temp_path {{work}}/t4; scgi_temp_path {{work}}/t5;
              map $http_accept_encoding $folder { default ""; br /br; }
              map $http_accept_encoding $coding { default ""; br br; }
              server {
                listen 127.0.0.1:{{port}};
                root {{work}}$folder;
                gzip_static on;
                add_header Content-Encoding $coding;
              }
            }
            """);
        return Child.Start("nginx", ["-p", work, "-e", "stderr", "-c", file]);
    }

    private static double Workers(int master) =>
        File.ReadAllText($"/proc/{master}/task/{master}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Sum(id => Child.CpuSeconds(int.Parse(id, CultureInfo.InvariantCulture)));
}
