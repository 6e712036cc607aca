using System.Collections;
using System.Globalization;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace ServerlessDecide.AzureWorker.Tests;

/// <summary>Tests that everything the standalone host declares is in the official packages with the same name and shape.</summary>
public sealed class OfficialApiTests
{
    private const BindingFlags Own = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly IReadOnlyList<Type> Declared =
        [.. typeof(FunctionAttribute).Assembly.GetExportedTypes().Where(type => type.Namespace!.StartsWith("Microsoft.", StringComparison.Ordinal))];

    public static TheoryData<string> Names => [.. Declared.Select(type => type.FullName!)];

    [Fact]
    public void The_declared_types_are_found() => Assert.InRange(Declared.Count, 25, 100);

    [AzureBuildTheory]
    [MemberData(nameof(Names))]
    public void A_declared_type_is_part_of_the_official_one(string name)
    {
        var declared = Declared.Single(type => type.FullName == name);
        var official = Assert.Single(OfficialAssemblies.Instance.Types[name]);
        Assert.Empty(Shape(declared).Except(Shape(official), StringComparer.Ordinal));
    }

    [AzureBuildTheory]
    [MemberData(nameof(Names))]
    public void An_instance_of_a_declared_type_has_the_official_values(string name)
    {
        var declared = Declared.Single(type => type.FullName == name);
        var official = Assert.Single(OfficialAssemblies.Instance.Types[name]);
        if (declared.IsEnum)
        {
            Assert.Equal(Values(declared), Values(official));
            return;
        }

        if (declared.IsAbstract || declared.ContainsGenericParameters || typeof(Delegate).IsAssignableFrom(declared)) return;
        foreach (var constructor in declared.GetConstructors())
        {
            var counterpart = official.GetConstructors().Single(other => Parameters(other) == Parameters(constructor));
            var (ours, theirs) = (constructor.Invoke(Arguments(constructor)), counterpart.Invoke(Arguments(counterpart)));
            foreach (var property in declared.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            {
                Assert.Equal(Text(official.GetProperty(property.Name)!.GetValue(theirs)), Text(property.GetValue(ours)));
            }
        }
    }

    /// <summary>Returns a line for everything that code outside the assembly can depend on.</summary>
    private static IEnumerable<string> Shape(Type type)
    {
        yield return type.IsInterface ? "interface" : type.IsEnum ? "enum" : typeof(Delegate).IsAssignableFrom(type) ? "delegate" : "class";
        // A type that is sealed or abstract here may be open there.
        if (!type.IsSealed) yield return "open";
        if (!type.IsAbstract) yield return "can be made";
        for (var parent = type.BaseType; parent is not null; parent = parent.BaseType) yield return $": {Name(parent)}";
        foreach (var contract in type.GetInterfaces().Where(i => i.IsPublic)) yield return $": {Name(contract)}";
        if (type.GetCustomAttribute<AttributeUsageAttribute>() is { } usage)
        {
            foreach (var target in Enum.GetValues<AttributeTargets>().Where(target => target != AttributeTargets.All && usage.ValidOn.HasFlag(target))) yield return $"on {target}";
            if (usage.AllowMultiple) yield return "more than one";
        }

        foreach (var member in type.GetMembers(Own))
        {
            if (member is MethodBase { IsPublic: false, IsFamily: false, IsFamilyOrAssembly: false }) continue;
            // An override is listed where it is first declared.
            if (member is MethodInfo overriding && overriding.GetBaseDefinition() != overriding) continue;
            if (member is MethodInfo method) yield return $"{Modifiers(method)}{Name(method.ReturnType)} {method.Name}{Generic(method)}({Parameters(method)}){Constraints(method)}";
            if (member is ConstructorInfo constructor) yield return $"new({Parameters(constructor)})";
            if (member is FieldInfo { IsPublic: true } field) yield return $"{Name(field.FieldType)} {field.Name}";
        }
    }

    private static string Modifiers(MethodInfo method) =>
        (method.IsFamily ? "protected " : "") + (method.IsStatic ? "static " : "") + (method.IsAbstract ? "abstract " : method.IsVirtual && !method.IsFinal ? "virtual " : "");

    private static string Generic(MethodInfo method) => method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(Name))}>" : "";

    private static string Constraints(MethodInfo method) => !method.IsGenericMethod ? "" : string.Concat(method.GetGenericArguments().Select(argument =>
        $" where {argument.Name}: {argument.GenericParameterAttributes} {string.Join(", ", argument.GetGenericParameterConstraints().Select(Name))}"));

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(parameter =>
        (parameter.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "") + Name(parameter.ParameterType) + " " + parameter.Name
        + (parameter.HasDefaultValue ? $" = {Text(parameter.DefaultValue)}" : "")));

    private static string Name(Type type) =>
        type.IsGenericParameter ? type.Name
        : type.IsArray ? Name(type.GetElementType()!) + "[]"
        : type.IsGenericType ? $"{type.GetGenericTypeDefinition().FullName}[{string.Join(", ", type.GetGenericArguments().Select(Name))}]"
        : type.FullName!;

    private static object?[] Arguments(MethodBase method) => Array.ConvertAll(method.GetParameters(), parameter => parameter.ParameterType switch
    {
        var type when type == typeof(string) => "text",
        var type when type == typeof(string[]) => new[] { "get", "post" },
        var type when type == typeof(Type) => (object)typeof(int),
        { IsEnum: true } type => Enum.ToObject(type, 1),
        _ => null,
    });

    private static string Values(Type type) => string.Join(", ", Enum.GetNames(type).Select(name =>
        $"{name} = {Convert.ToInt64(Enum.Parse(type, name), CultureInfo.InvariantCulture)}"));

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => $"'{text}'",
        IEnumerable many => string.Join(", ", many.Cast<object?>().Select(Text)),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
