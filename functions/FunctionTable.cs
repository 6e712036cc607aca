using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions.Access;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Functions.OpenApi;
using ServerlessDecide.Functions.Publication;
using ServerlessDecide.Statistics;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Functions;

/// <summary>An HTTP function as it is declared.</summary>
internal sealed record HttpFunction(string Name, string Route, IReadOnlyList<string> Methods, Role? Role, MethodInfo Method)
{
    /// <summary>The declaration of the content that it shows; null when it shows none.</summary>
    public ContentAttribute? Content { get; init; }

    /// <summary>The section of the tool under which its answers are counted; null when they are not.</summary>
    public ToolSection? Section { get; init; }

    /// <summary>What it does, as it declares; null for what answers every other address.</summary>
    public OperationAttribute? Operation { get; init; }

    /// <summary>The query parameters that it declares.</summary>
    public IReadOnlyList<QueryAttribute> Queries { get; init; } = [];

    /// <summary>Whether a browser shows its answer as a page.</summary>
    public bool IsPage => Operation?.MediaType == "text/html";

    /// <summary>Whether it answers pages of a list.</summary>
    public bool IsPaged { get; init; }

    /// <summary>The names of all query parameters that it takes, those that every route or every list takes included.</summary>
    public IReadOnlyList<string> Parameters { get; init; } = [];

    /// <summary>The resource of its address within a process: <c>districts</c> for <c>processes/{process}/districts/{number}</c>.</summary>
    public string Resource { get; } = ResourceOf(Route);

    /// <summary>Whether such a request only reads and needs no credential. Caches may keep the answer.</summary>
    public bool IsPublicRead(string method) => Role == Access.Role.Anyone && (HttpMethods.IsGet(method) || HttpMethods.IsHead(method));

    private static string ResourceOf(string route)
    {
        const string Process = "processes/{process}/";
        var within = route.StartsWith(Process, StringComparison.Ordinal) ? route[Process.Length..] : route;
        return within.Split("/{")[0];
    }
}

/// <summary>The declarations of all functions, read once from their attributes.</summary>
internal sealed class FunctionTable
{
    /// <summary>The prefix of a queue's name in a trigger. The host replaces the setting with its value.</summary>
    public const string QueuePrefix = $"%{StorageOptions.PrefixSetting}%-";

    /// <summary>The setting that names the storage account whose queues the triggers read.</summary>
    public const string StorageConnection = StorageOptions.ConnectionSetting;

    private readonly Dictionary<string, HttpFunction> byName;
    private readonly Lazy<List<(TemplateMatcher Matcher, HttpFunction Function)>> matchers;

    public FunctionTable()
    {
        var functions = (
            from type in typeof(FunctionTable).Assembly.GetTypes()
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            let function = method.GetCustomAttribute<FunctionAttribute>()
            where function is not null
            select (function.Name, Method: method)).ToList();
        var overHttp =
            from function in functions
            let trigger = Trigger<HttpTriggerAttribute>(function.Method)
            where trigger is not null
            let operation = function.Method.GetCustomAttribute<OperationAttribute>()
            let content = operation as ContentAttribute
            let queries = (operation?.Queries?.GetCustomAttributes<QueryAttribute>() ?? []).Concat(function.Method.GetCustomAttributes<QueryAttribute>()).ToList()
            let isPaged = operation?.Answer?.GetProperty(nameof(ListAnswer<object>.Next)) is not null
            select new HttpFunction(
                function.Name,
                trigger.Route ?? function.Name,
                [.. (trigger.Methods ?? []).Select(m => m.ToUpperInvariant())],
                function.Method.GetCustomAttribute<AccessAttribute>()?.Role,
                function.Method)
            {
                Content = content,
                Operation = operation,
                Queries = queries,
                IsPaged = isPaged,
                Parameters = [.. queries.Select(q => q.Name), Languages.Parameter, .. isPaged ? (string[])[Paging.LimitParameter, Paging.CursorParameter] : []],
                Section = content?.Section ?? function.Method.GetCustomAttribute<CountedAsAttribute>()?.Section,
            };
        byName = overHttp.ToDictionary(f => f.Name, StringComparer.Ordinal);
        var fromQueues =
            from function in functions
            let trigger = Trigger<QueueTriggerAttribute>(function.Method)
            where trigger is not null
            select (function.Name, Queue: trigger.QueueName[QueuePrefix.Length..]);
        Queues = fromQueues.ToDictionary(f => f.Name, f => f.Queue, StringComparer.Ordinal);
        matchers = new(() => [.. byName.Values
            .Where(f => f.Methods.Count > 0)
            .Select(f => (new TemplateMatcher(TemplateParser.Parse(f.Route), []), f))]);
    }

    public IReadOnlyCollection<HttpFunction> All => byName.Values;

    /// <summary>The queue that each function reads, without the installation's prefix.</summary>
    public IReadOnlyDictionary<string, string> Queues { get; }

    public HttpFunction? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The functions that answer a path, relative to the route prefix, with any method.</summary>
    public IReadOnlyList<HttpFunction> At(string path) =>
        [.. matchers.Value.Where(m => m.Matcher.TryMatch("/" + path, [])).Select(m => m.Function)];

    private static T? Trigger<T>(MethodInfo method)
        where T : Attribute => method.GetParameters().Select(parameter => parameter.GetCustomAttribute<T>()).SingleOrDefault(trigger => trigger is not null);
}
