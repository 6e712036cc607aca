using System.Reflection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessDecide.Functions.Hosting;

/// <summary>A function over HTTP as it is declared.</summary>
internal sealed record HttpFunction(string Name, string Route, IReadOnlyList<string> Methods, Caller? Caller, MethodInfo Method)
{
    /// <summary>Whether a request of that method only reads, and anyone may: such an answer may be kept by caches.</summary>
    public bool IsPublicRead(string method) => Caller == Hosting.Caller.Anyone && (HttpMethods.IsGet(method) || HttpMethods.IsHead(method));
}

/// <summary>What this application's functions declare about themselves, read once from their attributes.</summary>
internal sealed class FunctionTable
{
    private readonly Dictionary<string, HttpFunction> byName;
    private readonly Lazy<List<(TemplateMatcher Matcher, HttpFunction Function)>> matchers;

    public FunctionTable()
    {
        var functions =
            from type in typeof(FunctionTable).Assembly.GetTypes()
            from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
            let function = method.GetCustomAttribute<FunctionAttribute>()
            where function is not null
            from parameter in method.GetParameters()
            let trigger = parameter.GetCustomAttribute<HttpTriggerAttribute>()
            where trigger is not null
            select new HttpFunction(
                function.Name,
                trigger.Route ?? function.Name,
                [.. (trigger.Methods ?? []).Select(m => m.ToUpperInvariant())],
                method.GetCustomAttribute<AccessAttribute>()?.Caller,
                method);
        byName = functions.ToDictionary(f => f.Name, StringComparer.Ordinal);
        matchers = new(() => [.. byName.Values
            .Where(f => f.Methods.Count > 0)
            .Select(f => (new TemplateMatcher(TemplateParser.Parse(f.Route), []), f))]);
    }

    public IReadOnlyCollection<HttpFunction> All => byName.Values;

    public HttpFunction? Find(string name) => byName.GetValueOrDefault(name);

    /// <summary>The functions that answer a path, relative to the route prefix, with any method.</summary>
    public IReadOnlyList<HttpFunction> At(string path) =>
        [.. matchers.Value.Where(m => m.Matcher.TryMatch("/" + path, [])).Select(m => m.Function)];
}
