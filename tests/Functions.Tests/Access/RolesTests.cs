using Microsoft.AspNetCore.Http;
using ServerlessDecide.Functions.Access;

namespace ServerlessDecide.Functions.Tests.Access;

public sealed class RolesTests
{
    [Fact]
    public void Every_role_has_a_rule() => Assert.All(Enum.GetValues<Role>(), role => Assert.NotEmpty(Roles.Of(role).Sentence));

    [Fact]
    public void Every_role_except_Anyone_names_a_credential_and_its_refusals()
    {
        Assert.Null(Roles.Of(Role.Anyone).Scheme);
        Assert.Empty(Roles.Of(Role.Anyone).Refusals);
        Assert.All(Enum.GetValues<Role>().Except([Role.Anyone]), role =>
        {
            Assert.NotNull(Roles.Of(role).Scheme);
            Assert.Equal(["credential_required", "not_allowed"], Roles.Of(role).Refusals.Select(r => r.Code));
        });
    }

    [Fact]
    public void The_second_person_is_an_operator_in_one_role_only() => Assert.Equal(
        [Role.OperatorOrConfirmer],
        Enum.GetValues<Role>().Where(role => Roles.Of(role).Operators.Contains(OperatorPrincipal.ConfirmationKey)));

    [Fact]
    public void An_unidentified_caller_is_anonymous_and_neither_visitor_nor_operator()
    {
        var request = new DefaultHttpContext().Request;
        Assert.Same(Principal.Anonymous, request.Principal());
        Assert.Throws<InvalidOperationException>(() => request.Visitor());
        Assert.Throws<InvalidOperationException>(() => request.Actor());
    }

    [Fact]
    public void An_operator_is_not_a_visitor()
    {
        var request = new DefaultHttpContext().Request;
        request.HttpContext.SetPrincipal(OperatorPrincipal.OperatorKey);
        Assert.Equal("operator-key", request.Actor());
        Assert.Throws<InvalidOperationException>(() => request.Visitor());
    }
}
