using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Options;
using ServerlessDecide.Content;
using ServerlessDecide.Oversight;
using ServerlessDecide.Participation;

namespace ServerlessDecide.Functions.Hosting;

/// <summary>
/// Decides who may call. A function that declares nothing is called by nobody. No function looks at credentials itself: what a
/// function may know of its caller is in the request's features.
/// </summary>
internal sealed class AccessMiddleware(
    FunctionTable functions,
    PublishedProcesses processes,
    Lazy<VisitorTokens> tokens,
    VisitorParticipation participation,
    AuditStore audit,
    RefusedOperatorKeys refusedKeys,
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
        switch (functions.Find(function)?.Caller)
        {
            case Caller.Anyone:
                if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)) SecurityHeaders.AllowEveryOrigin(http.Response.Headers);
                return default;
            case Caller.Visitor:
                return new(IdentifyVisitorAsync(http));
            case Caller.Operator:
                return new(IdentifyOperatorAsync(function, http, mayConfirm: false));
            case Caller.OperatorOrConfirmer:
                return new(IdentifyOperatorAsync(function, http, mayConfirm: true));
            default:
                return new(Problems.NotAllowed());
        }
    }

    private async Task<IResult?> IdentifyVisitorAsync(HttpContext http)
    {
        if (Bearer(http.Request) is not { } token) return Problems.CredentialRequired();
        if (await processes.FindAsync(http.GetRouteValue("process") as string ?? "", http.RequestAborted) is not { } process)
        {
            return Problems.ProcessNotFound();
        }

        var id = process.Process.Id;
        var read = tokens.Value.Read(token, id, time.GetUtcNow());
        if (read.Status == TokenStatus.OtherProcess) return Problems.NotAllowed();
        if (read.Status != TokenStatus.Valid) return Problems.CredentialRequired();
        http.Features.Set(await participation.IdentifyAsync(id, read, http.RequestAborted));
        return null;
    }

    private async Task<IResult?> IdentifyOperatorAsync(string function, HttpContext http, bool mayConfirm)
    {
        var sent = http.Request.Headers["x-functions-key"].ToString();
        var shown = sent.Length > 0 ? Hash(sent) : null;
        if (Is(shown, confirmationKey) && !mayConfirm)
        {
            // The second person has nothing to do here: somebody tries what the key opens.
            refusedKeys.Tell(function);
            return Problems.NotAllowed();
        }

        var actor = Is(shown, operatorKey) ? Actor.OperatorKey : Is(shown, confirmationKey) ? Actor.ConfirmationKey : null;
        if (actor is null)
        {
            if (sent.Length > 0) refusedKeys.Tell(function);
            // Whoever shows a visitor's token is known and may not; whoever shows nothing that holds is not known.
            return Bearer(http.Request) is { } token && IsSomeVisitor(token) ? Problems.NotAllowed() : Problems.CredentialRequired();
        }

        http.Features.Set(actor);
        var process = http.GetRouteValue("process") as string ?? "";
        await audit.RecordAsync(
            ServerlessDecide.Processes.ProcessId.TryParse(process, out var id) ? id.Value : AuditStore.Installation,
            actor.Name,
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

    // Hashed first, so that neither the key's length nor its beginning shows in the time that comparing takes.
    private static byte[] Hash(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}

internal static class CallerExtensions
{
    /// <summary>The visitor whom the access middleware identified.</summary>
    public static Visitor GetVisitor(this HttpRequest request) => request.HttpContext.Features.GetRequiredFeature<Visitor>();

    /// <summary>Who of the institute the access middleware found to call.</summary>
    public static Actor GetActor(this HttpRequest request) => request.HttpContext.Features.GetRequiredFeature<Actor>();
}
