using System.Buffers.Text;
using Azure;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using ServerlessDecide.Storage;
using ServerlessDecide.TestSupport;
using ServerlessDecide.Visitors;
using static ServerlessDecide.Shared.Tests.Samples;

namespace ServerlessDecide.Shared.Tests.Visitors;

public sealed class VisitorTokenProtectorTests
{
    private static readonly EphemeralDataProtectionProvider Protection = new();
    private static readonly DateTimeOffset Now = At("2021-05-10T12:00");
    private readonly VisitorTokenProtector tokens = new(Protection);

    [Fact]
    public void A_token_is_valid_for_its_process_until_it_expires()
    {
        var issued = tokens.Issue(Edomex, Now);

        Assert.Equal(Now + VisitorTokenProtector.Lifetime, issued.ExpiresAt);
        var read = tokens.Read(issued.Token, Edomex, issued.ExpiresAt - TimeSpan.FromTicks(1));
        Assert.Equal((TokenStatus.Valid, Now), (read.Status, read.IssuedAt));
        Assert.Equal(16, read.VisitorId!.Length);
        Assert.Equal(read.VisitorId, new VisitorTokenProtector(Protection).Read(issued.Token, Edomex, Now).VisitorId);
    }

    [Theory]
    [InlineData(QualityClass.A)]
    [InlineData(QualityClass.B)]
    [InlineData(QualityClass.C)]
    public void A_token_keeps_the_class_it_was_issued_with(QualityClass issued) =>
        Assert.Equal(issued, tokens.Read(tokens.Issue(Edomex, Now, issued).Token, Edomex, Now).Class);

    [Fact]
    public void A_token_expires_at_its_end()
    {
        var read = tokens.Read(tokens.Issue(Edomex, Now).Token, Edomex, Now + VisitorTokenProtector.Lifetime);
        Assert.Equal((TokenStatus.Expired, null), (read.Status, read.VisitorId));
    }

    [Theory]
    [InlineData("atlautla-2022")]
    [InlineData("edomex-202")]
    [InlineData("edomex-20210")]
    public void A_token_of_another_process_is_reported_as_such(string process)
    {
        var read = tokens.Read(tokens.Issue(Edomex, Now).Token, ProcessId.Parse(process), Now);
        Assert.Equal((TokenStatus.OtherProcess, null), (read.Status, read.VisitorId));
    }

    [Fact]
    public void Every_new_token_is_a_new_visitor()
    {
        var ids = Enumerable.Range(0, 200).Select(_ => tokens.Read(tokens.Issue(Edomex, Now).Token, Edomex, Now).VisitorId!);
        Assert.Equal(200, ids.Select(Convert.ToHexString).Distinct().Count());
    }

    [Fact]
    public void A_token_with_any_byte_flipped_is_invalid()
    {
        var bytes = Base64Url.DecodeFromChars(tokens.Issue(Edomex, Now).Token);
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            Assert.Equal(TokenStatus.Invalid, tokens.Read(Base64Url.EncodeToString(bytes), Edomex, Now).Status);
            bytes[i] ^= 1;
        }

        Assert.Equal(TokenStatus.Valid, tokens.Read(Base64Url.EncodeToString(bytes), Edomex, Now).Status);
    }

    [Fact]
    public void A_token_with_any_character_changed_or_cut_off_is_invalid()
    {
        var token = tokens.Issue(Edomex, Now).Token;
        for (var i = 0; i < token.Length - 1; i++)
        {
            var changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Assert.Equal(TokenStatus.Invalid, tokens.Read(changed, Edomex, Now).Status);
            Assert.Equal(TokenStatus.Invalid, tokens.Read(token[..i], Edomex, Now).Status);
        }
    }

    [Fact]
    public void A_token_sealed_for_another_purpose_or_by_another_installation_is_invalid()
    {
        var payload = Protection.CreateProtector("ServerlessDecide.Visitor", "v1").Unprotect(Base64Url.DecodeFromChars(tokens.Issue(Edomex, Now).Token));
        var session = Base64Url.EncodeToString(Protection.CreateProtector("ServerlessDecide.Session", "v1").Protect(payload));
        var foreign = new VisitorTokenProtector(new EphemeralDataProtectionProvider()).Issue(Edomex, Now).Token;

        Assert.Equal(TokenStatus.Invalid, tokens.Read(session, Edomex, Now).Status);
        Assert.Equal(TokenStatus.Invalid, tokens.Read(foreign, Edomex, Now).Status);
    }

    [Fact]
    public void A_sealed_payload_that_is_too_short_or_of_another_version_is_invalid()
    {
        var protector = Protection.CreateProtector("ServerlessDecide.Visitor", "v1");
        var payload = protector.Unprotect(Base64Url.DecodeFromChars(tokens.Issue(Edomex, Now).Token));
        payload[0]++;

        Assert.Equal(TokenStatus.Invalid, tokens.Read(Base64Url.EncodeToString(protector.Protect(payload)), Edomex, Now).Status);
        Assert.Equal(TokenStatus.Invalid, tokens.Read(Base64Url.EncodeToString(protector.Protect(new byte[10])), Edomex, Now).Status);
        Assert.Equal(TokenStatus.Invalid, tokens.Read(Base64Url.EncodeToString(protector.Protect([])), Edomex, Now).Status);
    }

    [Fact]
    public void Any_other_text_is_invalid_and_does_not_throw()
    {
        Law.Holds(AnyText, text => tokens.Read(text, Edomex, Now).Status == TokenStatus.Invalid);
        foreach (var text in new[] { "", "AAAA", "eyJhbGciOiJub25lIn0.e30.", new string('A', 1024), new string('A', 1_000_000) })
        {
            Assert.Equal(TokenStatus.Invalid, tokens.Read(text, Edomex, Now).Status);
        }
    }

    [Fact]
    public async Task A_token_is_valid_on_every_instance_that_shares_the_key_ring()
    {
        var world = await World.NewAsync();
        var issued = TokensOf(world).Issue(Edomex, Now);

        Assert.Equal(TokenStatus.Valid, TokensOf(world.AnotherInstance()).Read(issued.Token, Edomex, Now).Status);
    }

    [Fact]
    public async Task A_valid_token_is_not_called_invalid_because_the_key_ring_cannot_be_read_now()
    {
        await using var proxy = await StorageProxy.StartAsync(await Azurite.SharedConnectionStringAsync());
        var world = await World.NewAsync();
        var issued = TokensOf(world).Issue(Edomex, Now);
        var fresh = TokensOf(world.AnotherInstance(proxy.ConnectionString));

        proxy.Set(StorageMode.Fail(503));
        Assert.Equal(503, Assert.Throws<RequestFailedException>(() => fresh.Read(issued.Token, Edomex, Now)).Status);

        proxy.Set(StorageMode.Up);
        Assert.Equal(TokenStatus.Valid, fresh.Read(issued.Token, Edomex, Now).Status);
    }

    private static VisitorTokenProtector TokensOf(World world)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddDataProtection().SetApplicationName("ServerlessDecide");
        services.Configure<KeyManagementOptions>(options => options.XmlRepository = new KeyRingRepository(world.Clients, world.Names));
        return new VisitorTokenProtector(services.BuildServiceProvider().GetRequiredService<IDataProtectionProvider>());
    }
}
