using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Functions.Hosting;
using ServerlessDecide.Imports;
using ServerlessDecide.Participation;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests;

/// <summary>What the functions declare is a promise, and how their files are laid out is the house's.</summary>
public sealed partial class DeclarationTests
{
    private static readonly IReadOnlyList<(Type Type, MethodInfo Method)> Functions =
    [
        .. from type in typeof(Composition).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
           where method.IsDefined(typeof(FunctionAttribute))
           orderby type.Name
           select (type, method),
    ];

    public static TheoryData<string> Names => [.. Functions.Select(f => f.Type.FullName!)];

    [Fact]
    public void Every_route_queue_and_schedule_is_the_approved_one()
    {
        var lines = Functions.Select(f => $"{Describe(f.Method)}  {f.Type.FullName!["ServerlessDecide.Functions.".Length..]}").Order(StringComparer.Ordinal);
        Approved.Matches(string.Join('\n', lines));
    }

    [Fact]
    public void Every_queue_message_is_the_approved_one()
    {
        var text = new StringBuilder();
        const string receipt = "210510-7K3MQ-2X9PF-RT4WB-0HJCD";
        Add(CommentMessage.Queue, JsonSerializer.Serialize(new CommentMessage("edomex-2021", receipt), CommentMessageJson.Default.CommentMessage));
        Add(CommentMessage.Queue, JsonSerializer.Serialize(new CommentMessage("edomex-2021", receipt, [receipt]), CommentMessageJson.Default.CommentMessage));
        Add(ImportMessage.Queue, JsonSerializer.Serialize(new ImportMessage("edomex-2021", "0196b6a4-0000-7000-8000-000000000000"), ImportMessageJson.Default.ImportMessage));
        Add(PackageMessage.Queue, JsonSerializer.Serialize(new PackageMessage("edomex-2021", "sol"), DeliveryMessageJson.Default.PackageMessage));
        Add(PackageMessage.Queue, JsonSerializer.Serialize(new PackageMessage("edomex-2021", null), DeliveryMessageJson.Default.PackageMessage));
        Add(TallyMessage.Queue, JsonSerializer.Serialize(new TallyMessage("edomex-2021", 15), DeliveryMessageJson.Default.TallyMessage));
        Approved.Matches(text.ToString());

        // Each queue function's message is above, and each message above has its function.
        var triggered = Functions.Select(f => Trigger<QueueTriggerAttribute>(f.Method)).OfType<QueueTriggerAttribute>()
            .Select(q => q.QueueName["%StoragePrefix%-".Length..]).Where(q => !q.EndsWith("-poison", StringComparison.Ordinal));
        Assert.Equal(triggered.Order(StringComparer.Ordinal), text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ')[0]).Distinct());

        void Add(string queue, string json) => text.Append(queue).Append("  ").Append(json).Append('\n');
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_function_is_one_sealed_class_with_one_public_method_in_a_file_of_its_name(string name)
    {
        var (type, method) = Functions.Single(f => f.Type.FullName == name);
        Assert.True(type is { IsSealed: true, IsPublic: false, IsNested: false, BaseType.FullName: "System.Object" }, $"{name} is an internal sealed class without a base");
        Assert.Empty(type.GetInterfaces());
        Assert.Same(method, Assert.Single(type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)));
        Assert.Equal("RunAsync", method.Name);
        Assert.Equal(type.Name, method.GetCustomAttribute<FunctionAttribute>()!.Name);
        Assert.True(typeof(Task).IsAssignableFrom(method.ReturnType));

        var lines = File.ReadAllLines(SourceOf(type));
        Assert.InRange(lines.Length, 1, 100);
        Assert.Single(lines, line => line.Contains("[Function(", StringComparison.Ordinal));
        Assert.Contains("[Function(nameof(" + type.Name + "))]", string.Concat(lines), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_functions_summary_begins_with_its_address(string name)
    {
        var (type, method) = Functions.Single(f => f.Type.FullName == name);
        var lines = File.ReadAllLines(SourceOf(type)).ToList();
        var declaration = lines.FindIndex(line => ClassDeclaration().IsMatch(line) && line.Contains($"class {type.Name}", StringComparison.Ordinal));
        var summary = lines.FindLast(line => line.StartsWith("/// <summary>", StringComparison.Ordinal) && lines.IndexOf(line) < declaration);
        Assert.NotNull(summary);
        summary = summary["/// <summary>".Length..].Replace("</summary>", "", StringComparison.Ordinal);
        if (type == typeof(UnknownRoute)) return;
        if (Trigger<HttpTriggerAttribute>(method) is { } http)
        {
            // Query parameters may follow.
            var route = summary.Split('?')[0];
            Assert.Equal($"{http.Methods![0].ToUpperInvariant()} /{http.Route}", route);
        }
        else if (Trigger<QueueTriggerAttribute>(method) is { } queue)
        {
            Assert.StartsWith($"Queue {queue.QueueName["%StoragePrefix%-".Length..]}: ", summary, StringComparison.Ordinal);
        }
        else
        {
            Assert.StartsWith("Every ", summary, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_function_over_HTTP_declares_who_may_call_it_and_no_other_does()
    {
        foreach (var (type, method) in Functions)
        {
            Assert.True((Trigger<HttpTriggerAttribute>(method) is not null) == method.IsDefined(typeof(AccessAttribute)), type.Name);
            // Who may come in is decided in one place, not by the host's keys.
            if (Trigger<HttpTriggerAttribute>(method) is { } http) Assert.Equal(AuthorizationLevel.Anonymous, http.AuthLevel);
        }
    }

    [Fact]
    public void The_names_say_the_trigger()
    {
        foreach (var (type, method) in Functions)
        {
            var suffix = Trigger<TimerTriggerAttribute>(method) is not null ? "Timer" : Trigger<QueueTriggerAttribute>(method) is not null ? "Processor" : null;
            if (suffix is not null) Assert.EndsWith(suffix, type.Name, StringComparison.Ordinal);
            else Assert.DoesNotMatch("(Timer|Processor|Function)$", type.Name);
        }
    }

    [Fact]
    public void The_catch_all_has_the_last_name() =>
        Assert.Equal(nameof(UnknownRoute), Functions.Select(f => f.Type.Name).Order(StringComparer.OrdinalIgnoreCase).Last());

    [Fact]
    public void The_library_knows_neither_HTTP_nor_triggers() => AssertNoneMentions("shared", "Microsoft.AspNetCore.Http", "Microsoft.Azure.Functions");

    [Fact]
    public void No_product_code_can_tell_which_host_it_runs_on()
    {
        AssertNoneMentions("functions", "ServerlessDecide.Standalone", "AZURE_FUNCTIONS_ENVIRONMENT", "WEBSITE_");
        AssertNoneMentions("shared", "ServerlessDecide.Standalone", "Standalone");
        AssertNoneMentions("standalone", "ServerlessDecide.Functions", "ServerlessDecide.Participation", "ServerlessDecide.Content");
    }

    [Fact]
    public void Nothing_has_a_name_that_says_nothing()
    {
        var files = Directory.EnumerateFiles(Repository.Root, "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/", StringComparison.Ordinal));
        Assert.DoesNotContain(files, f => UselessName().IsMatch(Path.GetFileNameWithoutExtension(f)));
    }

    private static void AssertNoneMentions(string folder, params string[] words)
    {
        var files = Sources(folder).ToList();
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var text = File.ReadAllText(file);
            foreach (var word in words) Assert.False(text.Contains(word, StringComparison.Ordinal), $"{file} mentions {word}");
        }
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal));

    private static string SourceOf(Type type) => Assert.Single(Sources("functions"), f => Path.GetFileName(f) == type.Name + ".cs");

    private static T? Trigger<T>(MethodInfo method)
        where T : Attribute => method.GetParameters().Select(p => p.GetCustomAttribute<T>()).SingleOrDefault(a => a is not null);

    private static string Describe(MethodInfo method)
    {
        if (Trigger<HttpTriggerAttribute>(method) is { } http)
        {
            var methods = http.Methods is { Length: > 0 } some ? string.Join(',', some.Select(m => m.ToUpperInvariant())) : "*";
            return $"http   {methods,-9} /{http.Route}  ({method.GetCustomAttribute<AccessAttribute>()?.Caller})";
        }

        return Trigger<QueueTriggerAttribute>(method) is { } queue
            ? $"queue  {queue.QueueName} on {queue.Connection}"
            : $"timer  {Trigger<TimerTriggerAttribute>(method)!.Schedule}";
    }

    [GeneratedRegex("^internal sealed (partial )?class ", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex ClassDeclaration();

    [GeneratedRegex("(Common|Helpers?|Utils?|Utilities|Managers?|Misc)$", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex UselessName();
}
