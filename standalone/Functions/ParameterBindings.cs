using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServerlessDecide.Standalone.Hosting;
using ServerlessDecide.Standalone.Queues;

namespace ServerlessDecide.Standalone.Functions;

/// <summary>Decides, once at startup, how each parameter of a function gets its value.</summary>
/// <param name="json">Options for JSON in messages and simple values (<c>IOptions&lt;JsonSerializerOptions&gt;</c>, as in the real worker).</param>
internal sealed class ParameterBindings(JsonSerializerOptions json)
{
    /// <exception cref="StartException">The parameter's type cannot be bound.</exception>
    public Binding Of(string function, ParameterInfo parameter, Trigger trigger)
    {
        var type = parameter.ParameterType;
        if (type == typeof(FunctionContext)) return context => new(context);
        if (type == typeof(CancellationToken)) return context => new(context.CancellationToken);

        var binding = trigger switch
        {
            HttpTrigger when parameter.Name == trigger.Parameter => HttpRequestFor(type),
            HttpTrigger when type == typeof(HttpRequest) => HttpRequestFor(type),
            HttpTrigger when parameter.IsDefined(typeof(FromBodyAttribute)) => context => BodyAsync((HttpInvocation)context, type),
            HttpTrigger when TextConversion.Supports(type) => context => new(Named(((HttpInvocation)context).HttpContext.Request, parameter)),
            QueueTrigger when parameter.Name == trigger.Parameter => MessageFor(type, parameter.Name!),
            QueueTrigger when ReceivedMessage.Metadata.TryGetValue(parameter.Name!, out var metadata) && metadata.Type == type =>
                context => new(metadata.Read(((QueueInvocation)context).Message)),
            TimerTrigger when parameter.Name == trigger.Parameter && type == typeof(TimerInfo) => context => new(((TimerInvocation)context).Timer),
            _ => null,
        };
        return binding ?? throw new StartException(
            $"Function '{function}': the parameter '{parameter.Name}' of type {type.Name} cannot be bound. {Rule(trigger, parameter)}");
    }

    private static string Rule(Trigger trigger, ParameterInfo parameter) => trigger switch
    {
        HttpTrigger when parameter.Name == trigger.Parameter => "The parameter with [HttpTrigger] is an HttpRequest.",
        HttpTrigger when (Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType).IsEnum =>
            "The worker reads simple values as JSON and knows no enum names: take a string and parse it.",
        HttpTrigger => "Take HttpRequest, FunctionContext, CancellationToken, a text, number, truth value, Guid or date from route or query, or mark it [FromBody].",
        QueueTrigger when parameter.Name == trigger.Parameter => "A message is a string, byte[], BinaryData or a class or record read from its JSON.",
        QueueTrigger => "Beside the message there are " + string.Join(", ", ReceivedMessage.Metadata.Select(one => $"{one.Value.Type.Name} {one.Key}"))
            + ", FunctionContext and CancellationToken.",
        _ => "A timer function takes TimerInfo, FunctionContext and CancellationToken.",
    };

    private static Binding? HttpRequestFor(Type type) =>
        type == typeof(HttpRequest) ? context => new(((HttpInvocation)context).HttpContext.Request) : null;

    private Binding? MessageFor(Type type, string name)
    {
        if (type == typeof(string)) return context => new(((QueueInvocation)context).Message.Body().ToString());
        if (type == typeof(BinaryData)) return context => new(((QueueInvocation)context).Message.Body());
        if (type == typeof(byte[])) return context => new(((QueueInvocation)context).Message.Body().ToArray());
        if (type.IsPrimitive || type.IsEnum || type.IsInterface || type.Namespace is { } space && space.StartsWith("Azure.", StringComparison.Ordinal)) return null;
        return context =>
        {
            try
            {
                return new(JsonSerializer.Deserialize(((QueueInvocation)context).Message.Body(), type, json));
            }
            catch (JsonException refused)
            {
                throw new FunctionInputConverterException($"The message does not bind to '{name}' of type {type.Name}.", refused);
            }
        };
    }

    private object? Named(HttpRequest request, ParameterInfo parameter)
    {
        var name = parameter.Name!;
        var text = request.RouteValues.TryGetValue(name, out var routed) && routed is not null ? routed.ToString()
            : request.Query.TryGetValue(name, out var values) ? values[0] : null;
        if (text is not null) return TextConversion.Convert(text, parameter.ParameterType, name, json);
        if (parameter.HasDefaultValue) return parameter.DefaultValue;
        if (!parameter.ParameterType.IsValueType || Nullable.GetUnderlyingType(parameter.ParameterType) is not null) return null;
        throw new FunctionInputConverterException($"The parameter '{name}' is missing and has no default.");
    }

    /// <summary>Reads the body like the ASP.NET Core integration: MVC's JSON options, InvalidOperationException if it is empty or of another type.</summary>
    private static async ValueTask<object?> BodyAsync(HttpInvocation context, Type type)
    {
        var request = context.HttpContext.Request;
        if (!request.HasJsonContentType()) throw new InvalidOperationException("The body is not declared as JSON.");
        var options = context.InstanceServices.GetRequiredService<IOptions<Microsoft.AspNetCore.Mvc.JsonOptions>>().Value.JsonSerializerOptions;
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, type, options, context.CancellationToken)
                ?? throw new InvalidOperationException("A body is required.");
        }
        catch (JsonException refused)
        {
            throw new InvalidOperationException($"The body cannot be read as {type.Name}.", refused);
        }
    }
}
