namespace ServerlessDecide.Geography;

/// <summary>A local district.</summary>
/// <param name="Number">1 to 45, without leading zeros: <c>"7"</c>.</param>
/// <param name="Seat">The name of its seat ("cabecera").</param>
public sealed record District(string Number, string Seat);

/// <summary>A municipality.</summary>
/// <param name="Code">INEGI's code: <c>"15106"</c>.</param>
/// <param name="Latitude">Of the seat, WGS84 degrees.</param>
/// <param name="Longitude">Of the seat, WGS84 degrees.</param>
public sealed record Municipality(string Code, string Name, double Latitude, double Longitude);

/// <summary>An electoral section: four digits on the voter card.</summary>
/// <param name="Number">Four digits: <c>"0123"</c>.</param>
/// <param name="RegisteredVoters">Persons on the nominal list.</param>
public sealed record Section(string Number, string Municipality, string District, int RegisteredVoters);
