using ServerlessDecide.Functions.Http;

namespace ServerlessDecide.Functions.Access;

/// <summary>Who may call a function over HTTP. What follows from each is in <see cref="Roles"/>.</summary>
internal enum Role
{
    /// <summary>Any caller, without a credential.</summary>
    Anyone,

    /// <summary>The bearer of a visitor's token of the process in the address.</summary>
    Visitor,

    /// <summary>An operator of the institute.</summary>
    Operator,

    /// <summary>An operator, or the second person, whose key only confirms and withdraws.</summary>
    OperatorOrConfirmer,
}

/// <summary>Declares who may call an HTTP function. A function without it refuses every caller.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AccessAttribute(Role role) : Attribute
{
    public Role Role { get; } = role;
}

/// <summary>What a role means for the access middleware, the audit and the API's description.</summary>
/// <param name="Scheme">The OpenAPI security scheme of the credential; null where none is asked for.</param>
/// <param name="Sentence">Who may call, as the API's description says it.</param>
/// <param name="Operators">The operators who may call. Each of their calls is audited under the operator's actor.</param>
internal sealed record RoleRule(string? Scheme, string Sentence, params IReadOnlyList<OperatorPrincipal> Operators)
{
    /// <summary>The refusals that follow from asking for a credential.</summary>
    public IReadOnlyList<Problem> Refusals { get; } = Scheme is null ? [] : [Problems.CredentialRequired, Problems.NotAllowed];
}

/// <summary>The one table of roles. A new role is one more row.</summary>
internal static class Roles
{
    public const string VisitorScheme = "visitor";

    public const string OperatorScheme = "operatorKey";

    private static readonly Dictionary<Role, RoleRule> Rules = new()
    {
        [Role.Anyone] = new(null, "Anyone may call it."),
        [Role.Visitor] = new(VisitorScheme, "Called with a visitor's token of the process."),
        [Role.Operator] = new(OperatorScheme, "Called by an operator of the institute; each use is audited.", OperatorPrincipal.OperatorKey),
        [Role.OperatorOrConfirmer] = new(
            OperatorScheme,
            "Called by an operator of the institute or by whoever holds the key for second steps; each use is audited.",
            OperatorPrincipal.OperatorKey,
            OperatorPrincipal.ConfirmationKey),
    };

    public static RoleRule Of(Role role) => Rules[role];
}
