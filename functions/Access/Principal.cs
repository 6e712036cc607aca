using Microsoft.AspNetCore.Http;

namespace ServerlessDecide.Functions.Access;

/// <summary>The caller of a request, as the access middleware found it. Nothing else looks at credentials.</summary>
internal abstract record Principal
{
    /// <summary>The caller of a function that asks for no credential.</summary>
    public static Principal Anonymous { get; } = new AnonymousPrincipal();

    private sealed record AnonymousPrincipal : Principal;
}

/// <summary>The bearer of a visitor's token of the process in the address.</summary>
internal sealed record VisitorPrincipal(Visitor Visitor) : Principal;

/// <summary>A caller who acts for the institute.</summary>
/// <param name="Actor">The caller's name in the audit.</param>
internal sealed record OperatorPrincipal(string Actor) : Principal
{
    /// <summary>The holder of the operator key.</summary>
    public static OperatorPrincipal OperatorKey { get; } = new("operator-key");

    /// <summary>The second person, who holds the key that confirms and withdraws.</summary>
    public static OperatorPrincipal ConfirmationKey { get; } = new("confirmation-key");
}

internal static class PrincipalExtensions
{
    /// <summary>Returns the caller; anonymous where the access middleware set none.</summary>
    public static Principal Principal(this HttpRequest request) => request.HttpContext.Features.Get<Principal>() ?? Access.Principal.Anonymous;

    /// <summary>Returns the visitor who calls a function that declares <see cref="Role.Visitor"/>.</summary>
    public static Visitor Visitor(this HttpRequest request) => request.Principal<VisitorPrincipal>().Visitor;

    /// <summary>Returns the caller's name in the audit, for a function that declares an operator role.</summary>
    public static string Actor(this HttpRequest request) => request.Principal<OperatorPrincipal>().Actor;

    /// <summary>Sets the caller. Only the access middleware calls it.</summary>
    public static void SetPrincipal(this HttpContext http, Principal principal) => http.Features.Set(principal);

    private static T Principal<T>(this HttpRequest request)
        where T : Principal =>
        request.Principal() as T ?? throw new InvalidOperationException($"The function asks for a {typeof(T).Name} and declares another role.");
}
