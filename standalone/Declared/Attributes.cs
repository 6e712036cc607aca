namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions
{
    /// <summary>The base of every binding attribute.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public abstract class BindingAttribute : Attribute;

    /// <summary>Marks the parameter that receives the trigger. A function has exactly one.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public abstract class TriggerBindingAttribute : BindingAttribute;
}

namespace Microsoft.Azure.Functions.Worker
{
    /// <summary>Makes a public method a function.</summary>
    /// <param name="name">Unique in the app: a letter, then letters, digits, hyphens and underscores, 127 characters at most.</param>
    [AttributeUsage(AttributeTargets.Method)]
    public class FunctionAttribute(string name) : Attribute
    {
        public string Name { get; } = name;
    }
}
