using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;
using Microsoft.Extensions.Configuration;
using NCrontab;
using ServerlessDecide.Standalone.Hosting;
using ServerlessDecide.Standalone.Storage;

namespace ServerlessDecide.Standalone.Functions;

/// <summary>Finds the functions of an app and refuses those that could not run, by name.</summary>
internal sealed partial class FunctionFinder(IConfiguration configuration, HostSettings host, JsonSerializerOptions json)
{
    private const BindingFlags AnyMethod =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private readonly ParameterBindings bindings = new(json);

    /// <exception cref="StartException">A definition is wrong.</exception>
    public IReadOnlyList<Function> Find(StandaloneOptions options)
    {
        var classes = options.FunctionClasses ?? (options.FunctionAssembly ?? Assembly.GetEntryAssembly())?.GetTypes()
            ?? throw new StartException("There is no entry assembly: name the one with the functions in StandaloneOptions.FunctionAssembly.");
        var functions = new List<Function>();
        foreach (var type in classes)
        {
            // Closures and state machines hold no functions, and there are many of them.
            if (!type.IsClass || type.Name.StartsWith('<')) continue;
            foreach (var method in type.GetMethods(AnyMethod))
            {
                if (method.IsDefined(typeof(FunctionAttribute), inherit: false)) functions.Add(Read(type, method));
            }
        }

        RefuseDoubles(functions);
        return functions;
    }

    private Function Read(Type type, MethodInfo method)
    {
        var name = method.GetCustomAttribute<FunctionAttribute>(inherit: false)!.Name;
        if (!FunctionName().IsMatch(name))
        {
            throw Refused(name, $"the name of {type.Name}.{method.Name} must be a letter, then letters, digits, hyphens and underscores, 127 at most");
        }

        if (!method.IsPublic) throw Refused(name, $"{type.Name}.{method.Name} must be public");
        if (type.ContainsGenericParameters || method.ContainsGenericParameters) throw Refused(name, "a function is not generic");
        if (type.IsAbstract && !method.IsStatic) throw Refused(name, $"the class {type.Name} must not be abstract");
        if (method.ReturnType == typeof(void) && method.IsDefined(typeof(AsyncStateMachineAttribute)))
        {
            throw Refused(name, "'async void' cannot be awaited: return a Task");
        }

        if (method.ReturnType == typeof(ValueTask) || method.ReturnType.Name == typeof(ValueTask<>).Name)
        {
            throw Refused(name, "the worker awaits no ValueTask: return a Task");
        }

        var triggers = method.GetParameters().Where(parameter => parameter.IsDefined(typeof(TriggerBindingAttribute))).ToArray();
        if (triggers.Length != 1) throw Refused(name, $"exactly one parameter of {type.Name}.{method.Name} must carry a trigger, and {triggers.Length} do");

        var trigger = Read(name, triggers[0]);
        var parameters = Array.ConvertAll(method.GetParameters(), parameter => bindings.Of(name, parameter, trigger));
        return new Function(name, type, method, trigger, parameters, IsDisabled(name));
    }

    private Trigger Read(string function, ParameterInfo parameter) => parameter.GetCustomAttribute<TriggerBindingAttribute>() switch
    {
        HttpTriggerAttribute http => new HttpTrigger(
            parameter.Name!, WholeRoute(http.Route ?? function), [.. (http.Methods ?? []).Select(method => method.ToUpperInvariant())], http.AuthLevel),
        QueueTriggerAttribute queue => ReadQueue(function, parameter.Name!, queue),
        TimerTriggerAttribute timer => ReadTimer(function, parameter.Name!, timer),
        var other => throw Refused(function, $"the trigger {other?.GetType().Name} is not known here"),
    };

    private string WholeRoute(string route) => host.RoutePrefix.Length == 0 ? route : $"{host.RoutePrefix}/{route}";

    private QueueTrigger ReadQueue(string function, string parameter, QueueTriggerAttribute attribute)
    {
        var queue = Resolve(function, attribute.QueueName);
        if (!QueueName().IsMatch(queue) || queue.Length > 56 || queue.Contains("--", StringComparison.Ordinal))
        {
            throw Refused(function, $"the queue name '{queue}' must have 3 to 56 lower-case letters, digits and single hyphens between them (56 leave room for '-poison')");
        }

        var connection = Resolve(function, attribute.Connection ?? "AzureWebJobsStorage");
        return new QueueTrigger(parameter, queue, StorageSetting.Read(configuration, connection));
    }

    private TimerTrigger ReadTimer(string function, string parameter, TimerTriggerAttribute attribute)
    {
        var expression = Resolve(function, attribute.Schedule);
        var fields = expression.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        var schedule = CrontabSchedule.TryParse(expression, new() { IncludingSeconds = fields != 5 })
            ?? throw Refused(function, $"the schedule '{expression}' must be an NCrontab expression of six fields (seconds first) or five");
        return new TimerTrigger(parameter, expression, schedule, attribute.UseMonitor, attribute.RunOnStartup);
    }

    private string Resolve(string function, string text) => !text.Contains('%', StringComparison.Ordinal) ? text : Placeholder().Replace(text, placeholder =>
    {
        var setting = placeholder.Groups["name"].Value;
        return configuration[setting] ?? throw Refused(function, $"the setting '{setting}' that '{text}' refers to is missing");
    });

    private bool IsDisabled(string function) =>
        (configuration[$"AzureWebJobs.{function}.Disabled"] ?? configuration[$"AzureWebJobs:{function}:Disabled"]) is { } text
        && (text == "1" || (bool.TryParse(text, out var isDisabled) && isDisabled));

    private static void RefuseDoubles(List<Function> functions)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var routes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var function in functions)
        {
            if (!names.Add(function.Name)) throw Refused(function.Name, "there are two functions of this name");
            if (function.Trigger is not HttpTrigger http) continue;

            var shape = RouteParameterName().Replace(http.Route, "{${stars}");
            foreach (var method in http.Methods.DefaultIfEmpty("every method"))
            {
                if (!routes.TryAdd($"{method} {shape}", function.Name))
                {
                    throw Refused(function.Name, $"its route {method} {http.Route} is that of '{routes[$"{method} {shape}"]}'");
                }
            }
        }
    }

    private static StartException Refused(string function, string reason) => new($"Function '{function}': {reason}.");

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_-]{0,126}$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FunctionName();

    [GeneratedRegex("^[a-z0-9][a-z0-9-]+[a-z0-9]$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex QueueName();

    [GeneratedRegex("%(?<name>[^%]+)%", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();

    // '{a}/x' and '{b}/x' are the same route; '{a:int}' and '{a:guid}' are two.
    [GeneratedRegex(@"\{(?<stars>\*{0,2})[A-Za-z0-9_]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RouteParameterName();
}
