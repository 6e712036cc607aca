namespace ServerlessDecide.Functions.Hosting;

/// <summary>Who may call a function over HTTP.</summary>
internal enum Caller
{
    /// <summary>Everybody, without a credential.</summary>
    Anyone,

    /// <summary>The bearer of a visitor's token of the process in the address.</summary>
    Visitor,

    /// <summary>An operator of the institute.</summary>
    Operator,
}

/// <summary>Declares who may call an HTTP function. One that declares nothing is called by nobody.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AccessAttribute(Caller caller) : Attribute
{
    public Caller Caller { get; } = caller;
}
