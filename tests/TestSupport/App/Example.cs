using System.Globalization;
using System.Text.Json;
using ServerlessDecide.Imports;

namespace ServerlessDecide.TestSupport;

/// <summary>Small content with one of everything: three parties, a coalition, an independent, four platforms, more districts than a page.</summary>
public static class Example
{
    public const string Contenders =
        """
        id,name,shortName,kind,members,color,elected
        sol,Partido del Sol,Sol,party,,#f0a000,
        luna,Partido de la Luna,Luna,party,,#0050a0,
        mar,"Partido del Mar, A.C.",Mar,party,,#00a0a0,
        alianza,Alianza Sol y Luna,Alianza,coalition,sol|luna,#808080,
        ana-nunez,Ana Núñez,Ana,independent,,#303030,
        """;

    public const string Municipalities =
        """
        code;name;lat;lon
        15025;Chalco;19.2647;-98.8975
        15106;Toluca;19.2925;-99.6569
        """;

    public const string Sections =
        """
        section,municipality,district,registeredVoters,mergedInto
        0001,15106,7,1200,
        0002,15106,8,800,
        0003,15025,7,500,
        0009,,,,0002
        """;

    /// <summary>District 7 to the west of 8, on both sides of the meridian 99.6 W.</summary>
    public const string DistrictBoundaries =
        """
        {"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"number":"08"},"geometry":{"type":"Polygon","coordinates":[[[-99.6,19.2],[-99.5,19.2],[-99.5,19.3],[-99.6,19.3],[-99.6,19.2]]]}},
        {"type":"Feature","properties":{"number":7},"geometry":{"type":"Polygon","coordinates":[[[-99.7,19.2],[-99.6,19.2],[-99.6,19.3],[-99.7,19.3],[-99.7,19.2]]]}}
        ]}
        """;

    /// <summary>Toluca covers both districts; Chalco, in two parts, lies outside both.</summary>
    public const string MunicipalityBoundaries =
        """
        {"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"code":"15106"},"geometry":{"type":"Polygon","coordinates":[[[-99.7,19.2],[-99.5,19.2],[-99.5,19.3],[-99.7,19.3],[-99.7,19.2]]]}},
        {"type":"Feature","properties":{"code":"15025"},"geometry":{"type":"MultiPolygon","coordinates":[
          [[[-98.95,19.2],[-98.9,19.2],[-98.9,19.3],[-98.95,19.3],[-98.95,19.2]]],[[[-98.8,19.2],[-98.7,19.2],[-98.7,19.3],[-98.8,19.2]]]]}}
        ]}
        """;

    /// <summary>Names of all topics below but one that only a proposal has, and of one that nothing below has.</summary>
    public const string Topics =
        """
        id,name
        agua,Agua y saneamiento
        votacion,Votación
        contendientes,Quién compite
        economia,Economía
        """;

    /// <summary>Four terms, not in alphabetical order, one of them with an easy-to-read text.</summary>
    public const string Glossary =
        """
        id,term,definition,easyRead,topic,seeAlso
        coalicion,Coalición,"Unión de dos o más partidos para presentar las mismas candidaturas.",Varios partidos se juntan.,contendientes,partido
        boleta,Boleta electoral,"Papel en el que se marca el voto; lleva los emblemas de cada partido.",,votacion,casilla|coalicion
        casilla,Casilla,El lugar donde se vota.,,votacion,
        partido,Partido político,Organización que presenta candidaturas.,,contendientes,
        """;

    /// <summary>Two offices; the first has an entry for who else decides.</summary>
    public const string Offices =
        """
        id,name,body,scope,term,seats,functions,cannotDo,othersDecide,legalBasis
        diputacion,Diputación local,Legislatura del Estado de México,legislature,3 años,75,Hace las leyes del estado.|Aprueba el presupuesto.,No repara calles.,El Congreso de la Unión hace las leyes federales.,"Constitución local, artículos 38 y 61"
        sindicatura,Sindicatura,Ayuntamiento,council,3 años,133,Vigila las cuentas del municipio.,,,"Ley Orgánica Municipal, artículo 52"
        """;

    /// <summary>Blocks of two of the parties; the third is new. Those of sol have parity in districts and not in municipalities.</summary>
    public const string Blocks =
        """
        contender,scope,territory,block,gender
        sol,legislature,7,low,f
        sol,legislature,8,low,m
        sol,legislature,10,high,x
        sol,council,15106,high,f
        sol,council,15025,high,f
        luna,legislature,7,medium,m
        luna,council,15106,low,
        """;

    /// <summary>
    /// Two contenders in district 7, one in district 8 and one in Toluca, and a state-wide list; an owner without an alternate, and a name that is a
    /// formula.
    /// </summary>
    public const string Candidates =
        """
        id,name,contender,office,contest,position,role,gender,head
        sol-7-p,María Muñoz Peña,sol,diputacion,legislature-7,1,owner,female,true
        sol-7-s,José Ángel Núñez,sol,diputacion,legislature-7,1,alternate,male,
        luna-7-p,Iñaki O'Higgins,luna,diputacion,legislature-7,1,owner,male,true
        luna-7-s,"Peña, Ana",luna,diputacion,legislature-7,1,alternate,female,false
        luna-8-p,Ana Peña,luna,diputacion,legislature-8,1,owner,female,true
        sol-toluca-1,Zoé Ñuble,sol,sindicatura,council-15106,1,owner,nonbinary,true
        sol-toluca-1s,Luz Mar,sol,sindicatura,council-15106,1,alternate,female,false
        sol-toluca-r2,Ana María Cruz,sol,sindicatura,council-15106,3,owner,female,false
        sol-toluca-r2s,Íñigo Álvarez Ruiz,sol,sindicatura,council-15106,3,alternate,male,false
        sol-toluca-r1,Óscar Yáñez,sol,sindicatura,council-15106,2,owner,male,false
        sol-toluca-r1s,"=HYPERLINK(""http://x"",""Ana"")",sol,sindicatura,council-15106,2,alternate,male,false
        mar-lista-1,Renata Luján,mar,diputacion,legislature,1,owner,female,false
        """;

    /// <summary>A tie in Toluca between the coalition and a party, a district without combinations, and no count in Chalco.</summary>
    public const string Results =
        """
        level,territory,option,votes,status,source
        municipality,15106,sol,400,definitive,"Cómputo municipal, 9 de junio"
        municipality,15106,luna,300,definitive,"Cómputo municipal, 9 de junio"
        municipality,15106,mar,801,definitive,"Cómputo municipal, 9 de junio"
        municipality,15106,sol+luna,101,definitive,"Cómputo municipal, 9 de junio"
        municipality,15106,ana-nunez,50,definitive,"Cómputo municipal, 9 de junio"
        municipality,15106,null,20,definitive,"Cómputo municipal, 9 de junio"
        municipality,15106,unregistered,3,definitive,"Cómputo municipal, 9 de junio"
        municipality,15106,total,1675,definitive,"Cómputo municipal, 9 de junio"
        municipality,15106,registered-voters,2000,definitive,"Cómputo municipal, 9 de junio"
        municipality,15025,registered-voters,500,definitive,Sin cómputo
        district,7,sol,30,provisional,Programa preliminar
        district,7,luna,10,provisional,Programa preliminar
        district,7,null,1,provisional,Programa preliminar
        """;

    /// <summary>A text with accents, an emoji, and characters that HTML and CSV could misread.</summary>
    public const string Text = "Agua, salud y caminos para el campo: «mañana empieza hoy» <b>&</b> \"así\" 🌵";

    /// <summary>Districts 1 to 60.</summary>
    public static string Districts { get; } =
        "number,seat\n" + string.Concat(Enumerable.Range(1, 60).Select(n => string.Create(CultureInfo.InvariantCulture, $"{n},Cabecera {n}\n")));

    /// <summary>Four platforms of three contenders; the first is long.</summary>
    public static string Platforms { get; } = JsonSerializer.Serialize(new
    {
        items = new[]
        {
            Platform("sol-legislatura", "sol", "legislature", string.Concat(Enumerable.Repeat(Text + "\n", 100))),
            Platform("sol-ayuntamientos", "sol", "council", Text),
            Platform("luna-legislatura", "luna", "legislature", Text),
            Platform("mar-legislatura", "mar", "legislature", Text),
        },
    });

    /// <summary>Three proposals of two candidates.</summary>
    public static string Proposals { get; } = JsonSerializer.Serialize(new[]
    {
        Proposal("sol-7-agua", "sol-7-p", "agua", "Pozos para la zona norte"),
        Proposal("sol-7-campo", "sol-7-p", "campo", "Caminos de saca"),
        Proposal("luna-7-agua", "luna-7-p", "agua", "Medir cada fuga"),
    });

    /// <summary>All of the above, in an order in which it can be imported.</summary>
    private static (string Dataset, string Text)[] Files =>
    [
        ("topics", Topics),
        ("glossary", Glossary),
        ("offices", Offices),
        ("districts", Districts),
        ("municipalities", Municipalities),
        ("sections", Sections),
        ("geometry-districts", DistrictBoundaries),
        ("geometry-municipalities", MunicipalityBoundaries),
        ("contenders", Contenders),
        ("platforms", Platforms),
        ("blocks", Blocks),
        ("candidates", Candidates),
        ("proposals", Proposals),
        ("results", Results),
    ];

    /// <summary>Creates a process whose content is all of the above, as the imports leave it and in a fraction of their time.</summary>
    public static async Task LoadAsync(TestApp app, string process, TestCalendar? calendar = null)
    {
        await app.CreateProcessAsync(process, calendar);
        await app.PublishAsync(process, Files);
    }

    /// <summary>Creates a process and imports all of the above into it.</summary>
    public static async Task ImportAsync(TestApp app, string process, TestCalendar? calendar = null)
    {
        await app.CreateProcessAsync(process, calendar);
        foreach (var (dataset, text) in Files) await app.ImportedAsync(process, dataset, text, TypeOf(dataset));
    }

    private static string TypeOf(string dataset) => Datasets.Find(dataset)!.Format switch
    {
        ImportFormat.Table => "text/csv",
        ImportFormat.Json => "application/json",
        _ => "application/geo+json",
    };

    private static object Proposal(string id, string candidate, string topic, string title) => new { id, candidate, topic, title, text = Text };

    private static object Platform(string id, string contender, string scope, string text) => new
    {
        id,
        contender,
        scope,
        title = $"Plataforma de {contender}",
        sections = new[] { new { id = "agua", topic = "agua", heading = "Agua para todas y todos", text } },
    };
}
