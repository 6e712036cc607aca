using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Comments;
using ServerlessDecide.Deliveries;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Imports;
using ServerlessDecide.TestSupport;

namespace ServerlessDecide.Functions.Tests;

/// <summary>Pins what the functions declare, which is a promise, and the layout of their files.</summary>
public sealed partial class DeclarationTests
{
    private static readonly IReadOnlyList<(string Name, Type Type, MethodInfo Method)> Functions =
    [
        .. from type in typeof(Composition).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
           let function = method.GetCustomAttribute<FunctionAttribute>()
           where function is not null
           orderby function.Name
           select (function.Name, type, method),
    ];

    public static TheoryData<string> Names => [.. Functions.Select(f => f.Name)];

    public static TheoryData<string> Classes => [.. Functions.Select(f => f.Type.FullName!).Distinct()];

    [Fact]
    public void Every_route_queue_and_schedule_is_the_approved_one()
    {
        var lines = Functions.Select(f => $"{Describe(f.Method)}  {f.Type.Namespace!["ServerlessDecide.Functions.".Length..]}.{f.Name}").Order(StringComparer.Ordinal);
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

        // Every queue function has its message above, and every message above has its function.
        var triggered = Functions.Select(f => Trigger<QueueTriggerAttribute>(f.Method)).OfType<QueueTriggerAttribute>()
            .Select(q => q.QueueName["%StoragePrefix%-".Length..]).Where(q => !q.EndsWith("-poison", StringComparison.Ordinal));
        Assert.Equal(triggered.Order(StringComparer.Ordinal), text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ')[0]).Distinct());

        void Add(string queue, string json) => text.Append(queue).Append("  ").Append(json).Append('\n');
    }

    [Theory]
    [MemberData(nameof(Classes))]
    public void A_class_of_functions_is_sealed_and_has_a_file_of_its_name(string name)
    {
        var type = Functions.First(f => f.Type.FullName == name).Type;
        Assert.True(type is { IsSealed: true, IsPublic: false, IsNested: false, BaseType.FullName: "System.Object" }, $"{name} is an internal sealed class without a base");
        Assert.Empty(type.GetInterfaces());
        var methods = Functions.Where(f => f.Type == type).Select(f => f.Method).ToList();
        Assert.Equal(
            methods.Select(m => m.Name).Order(StringComparer.Ordinal),
            type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(m => m.Name).Order(StringComparer.Ordinal));
        Assert.All(methods, m => Assert.True(typeof(Task).IsAssignableFrom(m.ReturnType) && m.Name.EndsWith("Async", StringComparison.Ordinal), m.Name));
        // A class with one function bears its name; one with several has a method for each.
        Assert.All(Functions.Where(f => f.Type == type), f => Assert.Equal(f.Name == type.Name, f.Method.Name == "RunAsync"));

        // A list and its items share a file, because half of their declarations are the same. A declaration takes some fifteen lines,
        // so a file with several functions may be longer.
        var lines = File.ReadAllLines(SourceOf(type));
        Assert.InRange(lines.Length, 1, Math.Max(100, 40 * methods.Count));
        Assert.Equal(methods.Count, lines.Count(line => line.Contains("[Function(", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_only_function_of_a_class_has_the_name_of_the_class(string name)
    {
        var (_, type, method) = Functions.Single(f => f.Name == name);
        if (Functions.Count(f => f.Type == type) > 1) return;
        Assert.Equal(type.Name, name);
        Assert.Equal("RunAsync", method.Name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_summary_of_a_function_begins_with_its_trigger(string name)
    {
        var (_, type, method) = Functions.Single(f => f.Name == name);
        var lines = File.ReadAllLines(SourceOf(type)).ToList();
        // The only function of a class has its summary on the class.
        var declaration = Functions.Count(f => f.Type == type) > 1
            ? lines.FindIndex(line => line.Contains($"[Function(\"{name}\"", StringComparison.Ordinal) || line.Contains($"[Function(nameof({name})", StringComparison.Ordinal))
            : lines.FindIndex(line => ClassDeclaration().IsMatch(line) && line.Contains($"class {type.Name}", StringComparison.Ordinal));
        Assert.InRange(declaration, 1, lines.Count);
        var summary = lines.Take(declaration).LastOrDefault(line => line.TrimStart().StartsWith("/// <summary>", StringComparison.Ordinal));
        Assert.NotNull(summary);
        summary = summary.TrimStart()["/// <summary>".Length..].Replace("</summary>", "", StringComparison.Ordinal);
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

    /// <summary>Without the declaration the function answers 500, so that nothing is shown that no activity opens.</summary>
    [Fact]
    public void Every_function_that_shows_content_and_no_other_declares_its_activity()
    {
        foreach (var (name, type, method) in Functions)
        {
            var shows = type.GetConstructors().SelectMany(c => c.GetParameters()).Any(p => p.ParameterType == typeof(ContentEndpoint));
            Assert.True(shows == method.IsDefined(typeof(ContentAttribute)), name);
        }
    }

    [Fact]
    public void Every_HTTP_function_and_no_other_declares_who_may_call_it()
    {
        foreach (var (name, _, method) in Functions)
        {
            Assert.True((Trigger<HttpTriggerAttribute>(method) is not null) == method.IsDefined(typeof(AccessAttribute)), name);
            // Access is decided in one place, not by the keys of the host.
            if (Trigger<HttpTriggerAttribute>(method) is { } http) Assert.Equal(AuthorizationLevel.Anonymous, http.AuthLevel);
        }
    }

    [Fact]
    public void The_name_of_a_function_tells_its_trigger()
    {
        foreach (var (name, _, method) in Functions)
        {
            var suffix = Trigger<TimerTriggerAttribute>(method) is not null ? "Timer" : Trigger<QueueTriggerAttribute>(method) is not null ? "Processor" : null;
            if (suffix is not null) Assert.EndsWith(suffix, name, StringComparison.Ordinal);
            else Assert.DoesNotMatch("(Timer|Processor|Function)$", name);
        }
    }

    [Fact]
    public void The_catch_all_function_sorts_last_by_name() =>
        Assert.Equal(nameof(UnknownRoute), Functions.Select(f => f.Name).Order(StringComparer.OrdinalIgnoreCase).Last());

    [Fact]
    public void The_library_mentions_neither_HTTP_nor_triggers() => AssertNoneMentions("shared", "Microsoft.AspNetCore.Http", "Microsoft.Azure.Functions");

    [Fact]
    public void No_function_uses_storage_directly() => Assert.All(
        Functions, f => Assert.DoesNotContain("using ServerlessDecide.Storage;", File.ReadAllLines(SourceOf(f.Type))));

    [Fact]
    public void No_product_code_can_tell_which_host_it_runs_on()
    {
        AssertNoneMentions("functions", "ServerlessDecide.Standalone", "AZURE_FUNCTIONS_ENVIRONMENT", "WEBSITE_");
        AssertNoneMentions("shared", "ServerlessDecide.Standalone", "Standalone");
        AssertNoneMentions("standalone", "ServerlessDecide.Functions", "ServerlessDecide.Participation", "ServerlessDecide.Content");
    }

    [Fact]
    public void No_source_file_has_a_meaningless_name()
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
            return $"http   {methods,-9} /{http.Route}  ({method.GetCustomAttribute<AccessAttribute>()?.Role})";
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
