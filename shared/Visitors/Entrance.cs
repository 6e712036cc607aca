using System.Diagnostics;
using System.Net;
using Azure;
using Microsoft.Extensions.Options;
using ServerlessDecide.Storage;

namespace ServerlessDecide.Visitors;

/// <summary>What a caller presents to become a visitor.</summary>
public abstract record EntryClaim
{
    private EntryClaim()
    {
    }

    /// <summary>A solved challenge.</summary>
    /// <param name="Altcha">Base64 of a <see cref="SolvedChallenge"/> as JSON.</param>
    public sealed record Proof(string Altcha) : EntryClaim;

    /// <summary>A ticket of the entry queue.</summary>
    public sealed record Ticket(string Text) : EntryClaim;
}

/// <summary>How an entry ended.</summary>
public abstract record EntryOutcome
{
    private EntryOutcome()
    {
    }

    /// <summary>The caller is a visitor, and the claim is used up.</summary>
    public sealed record Entered(IssuedToken Token) : EntryOutcome;

    /// <summary>The proof is malformed, forged, of another process, expired, not solved or used before.</summary>
    public sealed record BadProof : EntryOutcome;

    /// <summary>The ticket is forged, damaged, of another process, too old or used before.</summary>
    public sealed record BadTicket : EntryOutcome;

    /// <summary>The ticket is valid, but its turn has not come. It is not used up.</summary>
    public sealed record TicketEarly(DateTimeOffset ReadyAt) : EntryOutcome;
}

/// <summary>
/// Turns callers into visitors: by a proof of work, whose cost depends on the traffic of their network, or by waiting. The caller of this
/// class checks first whether the process takes visitors now.
/// </summary>
public sealed class Entrance(
    SecretStore secrets,
    UsedTokenStore used,
    EntryQueue queue,
    EntryTicketProtector tickets,
    VisitorTokenProtector tokens,
    CallerNetworks networks,
    RateGate rates,
    IOptions<ProofOptions> options)
{
    /// <summary>Name of the key that signs challenges.</summary>
    public const string ChallengeKeyName = "challenges";

    /// <summary>Makes a challenge, which costs more when the caller's network is busy. The request itself is not counted.</summary>
    /// <param name="address">The caller's address; null where the proxies did not say it.</param>
    public async Task<Challenge> ChallengeAsync(ProcessId process, IPAddress? address, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var secret = await secrets.GetAsync(ChallengeKeyName, cancellationToken);
        var pressure = await rates.LookAsync(address, now, cancellationToken);
        return ProofOfWork.Create(process, options.Value.ProofCost, secret, now, pressure.ProofFactor);
    }

    /// <summary>
    /// Takes the next place in the entry queue of the caller's network. The ticket's turn comes a whole number of seconds after now, because
    /// <c>Retry-After</c> has whole seconds.
    /// </summary>
    /// <inheritdoc cref="ChallengeAsync" path="/param"/>
    public async Task<EntryTicket> JoinQueueAsync(ProcessId process, IPAddress? address, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var readyAt = queue.Enter(await networks.OfAsync(address, now, cancellationToken), now);
        return tickets.Issue(process, now.AddSeconds(Math.Ceiling((readyAt - now).TotalSeconds)));
    }

    /// <summary>
    /// Exchanges a claim for a credential. The claim is checked, then used up, and only then counted: an invalid or used claim counts for no
    /// network. One storage operation when the claim is valid.
    /// </summary>
    /// <inheritdoc cref="ChallengeAsync" path="/param"/>
    /// <exception cref="RequestFailedException">Storage is away: the claim may still be valid.</exception>
    /// <exception cref="SecretSealedException">The process was removed, which this instance has not read yet.</exception>
    public async Task<EntryOutcome> EnterAsync(
        ProcessId process, EntryClaim claim, IPAddress? address, DateTimeOffset now, CancellationToken cancellationToken)
    {
        switch (claim)
        {
            case EntryClaim.Proof shown:
                var secret = await secrets.GetAsync(ChallengeKeyName, cancellationToken);
                if (ProofOfWork.Verify(shown.Altcha, process, secret, now) is not { } proof) return new EntryOutcome.BadProof();
                await KeepProcessAsync();
                if (!await used.TrySpendAsync(proof, cancellationToken)) return new EntryOutcome.BadProof();
                return Enter(QualityClass.A, await rates.CountEntryAsync(address, now, cancellationToken));

            case EntryClaim.Ticket shown:
                if (tickets.Read(shown.Text, process, now) is not { } ticket) return new EntryOutcome.BadTicket();
                if (now < ticket.ReadyAt) return new EntryOutcome.TicketEarly(ticket.ReadyAt);
                await KeepProcessAsync();
                if (!await used.TrySpendAsync(ticket.Use, cancellationToken)) return new EntryOutcome.BadTicket();
                // A ticket costs only time, so it is not counted: it must neither raise a neighbour's price nor lower a neighbour's class.
                return Enter(QualityClass.B, default);

            default:
                throw new UnreachableException();
        }

        // From here on the process cannot be removed: whoever holds a credential may use it. Only for a claim that holds: otherwise one request
        // of anybody would keep a trial for ever. Before it is spent: a process that was removed uses up no claim.
        async Task KeepProcessAsync() => await secrets.GetAsync(ParticipationService.VisitorKeyName(process), cancellationToken);

        EntryOutcome.Entered Enter(QualityClass by, Pressure pressure) => new(tokens.Issue(process, now, QualityRules.Of(by, pressure, isMachine: false)));
    }
}
