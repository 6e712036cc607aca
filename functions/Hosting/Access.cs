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

    /// <summary>An operator, or the second person: whoever holds the key that only confirms and withdraws.</summary>
    OperatorOrConfirmer,
}

/// <summary>Who of the institute calls, as the audit names it. Set by the access middleware, once for a request.</summary>
internal sealed record Actor(string Name)
{
    public static Actor OperatorKey { get; } = new("operator-key");

    public static Actor ConfirmationKey { get; } = new("confirmation-key");
}

/// <summary>Declares who may call an HTTP function. One that declares nothing is called by nobody.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AccessAttribute(Caller caller) : Attribute
{
    public Caller Caller { get; } = caller;
}
