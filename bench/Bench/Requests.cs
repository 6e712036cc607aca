using System.Text;

namespace ServerlessDecide.Bench;

/// <summary>Writes visitors' requests as bytes.</summary>
internal static class Requests
{
    public static int Put(Span<byte> buffer, string platform, string token) => Encoding.ASCII.GetBytes(
        $"PUT {App.Api}/platforms/{platform}/reaction HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{{\"value\":\"like\"}}",
        buffer);

    public static int Get(Span<byte> buffer, string path) => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n", buffer);

    public static int Comment(Span<byte> buffer, string platform, string token, int number) => Post(
        buffer,
        $"{App.Api}/platforms/{platform}/comments",
        $"Authorization: Bearer {token}\r\n",
        $"{{\"kind\":\"idea\",\"text\":\"{CommentTexts.Of(number)}\"}}");

    /// <param name="headers">Headers, each with its line end.</param>
    public static int Post(Span<byte> buffer, string path, string headers, string json) => Encoding.UTF8.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\n{headers}Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(json)}\r\n\r\n{json}", buffer);
}

/// <summary>Makes comments as people send them, all different.</summary>
internal static class CommentTexts
{
    private static readonly string[] Texts =
    [
        "Que arreglen el alumbrado de la calle principal, llevamos meses a oscuras y ya hubo dos asaltos.",
        "Propongo que el programa de becas llegue también a las preparatorias abiertas, muchos estudiamos y trabajamos.",
        "Me parece bien la propuesta del agua, pero ¿con qué presupuesto? En mi colonia el tandeo es de un día a la semana y nadie informa cuándo toca.",
        "Faltan médicos en la clínica. Mi mamá esperó seis horas y la mandaron a su casa sin medicina.",
        "Una ciclovía que una el centro con la universidad ahorraría tiempo a miles de personas, y costaría menos que otro paso a desnivel.",
        "Si de verdad quieren escuchar, hagan reuniones en fin de semana; entre semana la gente trabaja.",
    ];

    public static string Of(int number) => $"{Texts[number % Texts.Length]} (Escrito {number}, de la colonia {number % 977}.)";
}
