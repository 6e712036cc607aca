using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker
{
    /// <summary>Who may call an HTTP function. Every level but <see cref="Anonymous"/> requires a key.</summary>
    public enum AuthorizationLevel
    {
        Anonymous = 0,
        User = 1,
        Function = 2,
        System = 3,
        Admin = 4,
    }

    /// <summary>Runs a function on an HTTP request. The parameter is the <c>HttpRequest</c>.</summary>
    public sealed class HttpTriggerAttribute : TriggerBindingAttribute
    {
        /// <summary>Any method, with a function key.</summary>
        public HttpTriggerAttribute() => AuthLevel = AuthorizationLevel.Function;

        /// <summary>These methods, for anyone: as in the official attribute, naming only methods leaves the level at zero.</summary>
        public HttpTriggerAttribute(params string[] methods) => Methods = methods;

        public HttpTriggerAttribute(AuthorizationLevel authLevel) => AuthLevel = authLevel;

        public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
        {
            AuthLevel = authLevel;
            Methods = methods;
        }

        /// <summary>An ASP.NET Core route template below the route prefix; null means the function's name.</summary>
        public string? Route { get; set; }

        /// <summary>The HTTP methods, in upper or lower case; null or empty for all.</summary>
        public string[]? Methods { get; }

        public AuthorizationLevel AuthLevel { get; }
    }
}

namespace Microsoft.Azure.Functions.Worker.Http
{
    /// <summary>Binds a parameter from the request's JSON body.</summary>
    [AttributeUsage(AttributeTargets.Parameter)]
    public class FromBodyAttribute : Attribute;
}
