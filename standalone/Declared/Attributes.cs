namespace Microsoft.Azure.Functions.Worker.Extensions.Abstractions
{
    /// <summary>What every binding attribute derives from.</summary>
    [AttributeUsage(AttributeTargets.Method)]
    public abstract class BindingAttribute : Attribute;

    /// <summary>Marks the parameter that receives what set a function off. A function has exactly one.</summary>
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
