using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Options;
using ServerlessDecide.Audit;
using ServerlessDecide.Functions.Http;
using ServerlessDecide.Publication;
using ServerlessDecide.Visitors;

namespace ServerlessDecide.Functions.Access;

/// <summary>
/// Decides who may call a function from the role that it declares (<see cref="Roles"/>); a function without a role refuses every caller.
/// Sets the request's <see cref="Principal"/> once. Functions do not look at credentials themselves.
/// </summary>
internal sealed class AccessMiddleware(
    FunctionTable functions,
    PublishedProcessCache processes,
    Lazy<VisitorTokenProtector> tokens,
    ParticipationService participation,
    AuditStore audit,
    RefusedOperatorKeys refusedKeys,
    AllowedOrigins origins,
    TimeProvider time,
    IOptions<AccessOptions> options) : IFunctionsWorkerMiddleware
{
    private readonly byte[]? operatorKey = options.Value.OperatorKey.Length > 0 ? Hash(options.Value.OperatorKey) : null;
    private readonly byte[]? confirmationKey = options.Value.ConfirmationKey.Length > 0 ? Hash(options.Value.ConfirmationKey) : null;

    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.GetHttpContext() is { } http && await RefuseAsync(context.FunctionDefinition.Name, http) is { } refusal)
        {
            context.GetInvocationResult().Value = refusal;
            return;
        }

        await next(context);
    }

    private ValueTask<IResult?> RefuseAsync(string function, HttpContext http)
    {
        var declared = functions.Find(function);
        switch (declared?.Role)
        {
            case Role.Anyone:
                if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) SecurityHeaders.AllowEveryOrigin(http.Response.Headers);
                else if (declared.Operation is not null) origins.SetOn(http);
                return default;
            case Role.Visitor:
                origins.SetOn(http);
                return new(IdentifyVisitorAsync(http));
            case { } role when Roles.Of(role).Operators is { Count: > 0 } operators:
                return new(IdentifyOperatorAsync(function, http, operators));
            default:
                return new(Problems.NotAllowed);
        }
    }

    private async Task<IResult?> IdentifyVisitorAsync(HttpContext http)
    {
        if (Bearer(http.Request) is not { } token) return Problems.CredentialRequired;
        if (await processes.FindAsync(http.GetRouteValue("process") as string ?? "", http.RequestAborted) is not { } process)
        {
            return Problems.ProcessNotFound;
        }

        var id = process.Process.Id;
        var read = tokens.Value.Read(token, id, time.GetUtcNow());
        if (read.Status == TokenStatus.OtherProcess) return Problems.NotAllowed;
        if (read.Status != TokenStatus.Valid) return Problems.CredentialRequired;
        http.SetPrincipal(new VisitorPrincipal(await participation.IdentifyAsync(id, read, http.RequestAborted)));
        return null;
    }

    private async Task<IResult?> IdentifyOperatorAsync(string function, HttpContext http, IReadOnlyList<OperatorPrincipal> allowed)
    {
        var sent = http.Request.Headers["x-functions-key"].ToString();
        var shown = sent.Length > 0 ? Hash(sent) : null;
        var principal = Is(shown, operatorKey) ? OperatorPrincipal.OperatorKey : Is(shown, confirmationKey) ? OperatorPrincipal.ConfirmationKey : null;
        if (principal is null || !allowed.Contains(principal))
        {
            // The caller is guessing, or trying the second person's key on other functions.
            if (sent.Length > 0) refusedKeys.Tell(function);
            if (principal is not null) return Problems.NotAllowed;
            // A caller with a valid visitor's token is known but not allowed; a caller with no valid credential is unknown.
            return Bearer(http.Request) is { } token && IsSomeVisitor(token) ? Problems.NotAllowed : Problems.CredentialRequired;
        }

        http.SetPrincipal(principal);
        var process = http.GetRouteValue("process") as string ?? "";
        await audit.RecordAsync(
            ProcessId.TryParse(process, out var id) ? id.Value : AuditStore.Installation,
            principal.Actor,
            function,
            http.Request.Path,
            http.RequestAborted);
        return null;
    }

    private static bool Is(byte[]? shown, byte[]? key) => shown is not null && key is not null && CryptographicOperations.FixedTimeEquals(shown, key);

    private bool IsSomeVisitor(string token) =>
        tokens.Value.Read(token, default, time.GetUtcNow()).Status is TokenStatus.OtherProcess;

    private static string? Bearer(HttpRequest request)
    {
        const string Scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && header.Length > Scheme.Length ? header[Scheme.Length..].Trim() : null;
    }

    // Hashed first, so that the time of the comparison reveals neither the key's length nor its first characters.
    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
