using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using ServerlessDecide.Functions;

namespace ServerlessDecide.Infra.Tests;

internal enum TriggerKind
{
    Http,
    Queue,
    Timer,
}

/// <param name="Name">The queue with the prefix as a setting, the schedule, or the route.</param>
/// <param name="Connection">The setting with the queue's connection.</param>
internal sealed record Trigger(string Function, TriggerKind Kind, string Name, string? Connection);

/// <summary>Reads the triggers of the app's functions from their attributes.</summary>
internal static class Triggers
{
    public static IReadOnlyList<Trigger> All { get; } =
    [
        .. from type in typeof(Composition).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
           let function = method.GetCustomAttribute<FunctionAttribute>()
           where function is not null
           from parameter in method.GetParameters()
           let trigger = Of(function.Name, parameter)
           where trigger is not null
           select trigger,
    ];

    private static Trigger? Of(string function, ParameterInfo parameter) =>
        parameter.GetCustomAttribute<QueueTriggerAttribute>() is { } queue ? new(function, TriggerKind.Queue, queue.QueueName, queue.Connection)
        : parameter.GetCustomAttribute<TimerTriggerAttribute>() is { } timer ? new(function, TriggerKind.Timer, timer.Schedule, null)
        : parameter.GetCustomAttribute<HttpTriggerAttribute>() is { } http ? new(function, TriggerKind.Http, http.Route!, null)
        : null;
}
