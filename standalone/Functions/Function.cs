using System.Collections.Immutable;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace ServerlessDecide.Standalone.Functions;

/// <summary>A parameter's value for one invocation.</summary>
/// <exception cref="FunctionInputConverterException">The trigger's data cannot be converted.</exception>
internal delegate ValueTask<object?> Binding(StandaloneContext context);

/// <summary>A function of the app: its trigger, and how it is called.</summary>
internal sealed class Function(string name, Type type, MethodInfo method, Trigger trigger, Binding[] bindings, bool isDisabled)
{
    private readonly MethodInvoker invoker = MethodInvoker.Create(method);
    private readonly ConstructorInvoker? constructor = ConstructorOf(type, method);
    private readonly Type[] dependencies = DependenciesOf(type, method);
    private readonly Func<Task, object?>? readResult = ResultReader(method.ReturnType);

    public string Name { get; } = name;

    public Trigger Trigger { get; } = trigger;

    public bool IsDisabled { get; } = isDisabled;

    public FunctionDefinition Definition { get; } = new StandaloneDefinition(name, type, method, trigger);

    /// <summary>Ends the pipeline: creates the class, binds the parameters, calls the method and keeps what it returns.</summary>
    public async Task InvokeAsync(StandaloneContext context)
    {
        var instance = method.IsStatic ? null : Create(context.InstanceServices);
        var arguments = new object?[bindings.Length];
        for (var i = 0; i < bindings.Length; i++) arguments[i] = await bindings[i](context);

        var returned = invoker.Invoke(instance, arguments.AsSpan());
        if (returned is Task task)
        {
            await task;
            returned = readResult?.Invoke(task);
        }

        context.Result.Value = returned;
    }

    // ActivatorUtilities searches for the constructor on every call. Where there is only one, search once.
    private object Create(IServiceProvider services)
    {
        if (constructor is null) return ActivatorUtilities.CreateInstance(services, type);
        var arguments = new object?[dependencies.Length];
        for (var i = 0; i < arguments.Length; i++) arguments[i] = services.GetRequiredService(dependencies[i]);
        return constructor.Invoke(arguments.AsSpan());
    }

    private static ConstructorInvoker? ConstructorOf(Type type, MethodInfo method) =>
        !method.IsStatic && type.GetConstructors() is [var only] && !Array.Exists(only.GetParameters(), NeedsMore) ? ConstructorInvoker.Create(only) : null;

    private static Type[] DependenciesOf(Type type, MethodInfo method) =>
        ConstructorOf(type, method) is null ? [] : Array.ConvertAll(type.GetConstructors()[0].GetParameters(), parameter => parameter.ParameterType);

    private static bool NeedsMore(ParameterInfo parameter) =>
        parameter.HasDefaultValue || parameter.IsDefined(typeof(FromKeyedServicesAttribute)) || parameter.IsDefined(typeof(ServiceKeyAttribute));

    private static Func<Task, object?>? ResultReader(Type returned) =>
        returned.IsGenericType && returned.GetGenericTypeDefinition() == typeof(Task<>)
            ? typeof(Function).GetMethod(nameof(ReadResult), BindingFlags.NonPublic | BindingFlags.Static)!
                .MakeGenericMethod(returned.GenericTypeArguments).CreateDelegate<Func<Task, object?>>()
            : null;

    private static object? ReadResult<T>(Task ended) => ((Task<T>)ended).GetAwaiter().GetResult();

    private sealed class StandaloneDefinition(string name, Type type, MethodInfo method, Trigger trigger) : FunctionDefinition
    {
        public override ImmutableArray<FunctionParameter> Parameters { get; } =
            [.. method.GetParameters().Select(parameter => new FunctionParameter(parameter.Name!, parameter.ParameterType))];

        public override string PathToAssembly => type.Assembly.Location;

        public override string EntryPoint { get; } = $"{type.FullName}.{method.Name}";

        public override string Id => name;

        public override string Name => name;

        public override IImmutableDictionary<string, BindingMetadata> InputBindings { get; } =
            ImmutableDictionary<string, BindingMetadata>.Empty.Add(trigger.Parameter, new TriggerMetadata(trigger));

        public override IImmutableDictionary<string, BindingMetadata> OutputBindings =>
            ImmutableDictionary<string, BindingMetadata>.Empty;
    }

    private sealed class TriggerMetadata(Trigger trigger) : BindingMetadata
    {
        public override string Name => trigger.Parameter;

        public override string Type => trigger.Type;

        public override BindingDirection Direction => BindingDirection.In;
    }
}
