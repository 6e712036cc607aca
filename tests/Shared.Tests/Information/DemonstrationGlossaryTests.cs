namespace ServerlessDecide.Shared.Tests.Information;

public sealed class DemonstrationGlossaryTests
{
    /// <summary>What people type, and the term that answers it.</summary>
    public static TheoryData<string, string> Words
    {
        get
        {
            var words = new TheoryData<string, string>();
            foreach (var line in Typed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            {
                var (term, typed) = (line.Split(": ")[0], line.Split(": ")[1]);
                foreach (var word in typed.Split(", ")) words.Add(word, term);
            }

            return words;
        }
    }

    private static string Typed =>
        """
        regiduria: regidor, regidora, regidores, regiduría
        sindicatura: síndico, sindica, síndicos
        presidencia-municipal: alcalde, alcaldesa, presidente municipal, presidenta municipal
        ayuntamiento: ayuntamiento, ayuntamientos
        cabildo: cabildo
        diputacion-local: diputado, diputada, diputados locales
        diputacion-federal: diputado federal, diputados federales, Cámara de Diputados
        gubernatura: gobernador, gobernadora
        senaduria: senador, senadora, Senado
        presidencia-de-la-republica: presidente de México, presidenta de la República
        legislatura: legislatura, congreso del estado
        que-se-elige: qué se elige, ¿Qué se elige?
        donde-votar: dónde voto, donde votar, ¿dónde me toca votar?
        jornada-electoral: cuándo voto, cuándo se vota, cuándo es la elección, a qué hora abren las casillas
        credencial-para-votar: credencial, credencial de elector, qué necesito para votar
        ine: INE, ine
        ieem: IEEM
        casilla: casilla, casillas, casilla básica, casilla contigua
        casilla-especial: casilla especial
        boleta: boleta, papeleta
        urna: urna, urnas
        voto: voto, voto secreto
        voto-nulo: voto nulo, votos nulos, anular, voto en blanco
        planilla: planilla
        formula: fórmula
        propietaria-y-suplente: suplente, propietario
        candidatura: candidato, candidata, candidatos, candidaturas
        candidatura-independiente: independiente, independientes
        coalicion: coalición, alianza
        partido-politico: partido, partidos políticos
        distrito-local: distrito, distritos
        seccion-electoral: sección, mi sección
        municipio: municipio
        cabecera: cabecera
        lista-nominal: lista nominal
        padron-electoral: padrón
        prep: PREP, resultados preliminares
        conteo-rapido: conteo rápido
        computo-distrital: cómputo, cómputos
        computo-municipal: cómputo municipal
        recuento: recuento
        acta: acta
        periodo-de-reflexion: veda, veda electoral
        ley-seca: ley seca, alcohol
        campana: campaña, campañas
        propaganda-electoral: propaganda, spots
        plataforma-electoral: plataforma
        propuesta: propuestas
        debate: debate
        encuesta: encuestas
        funcionariado-de-casilla: funcionario de casilla, funcionarios de casilla, escrutador
        representante-de-partido: representante, representante de casilla
        observacion-electoral: observador, observadora electoral
        presupuesto: presupuesto
        representacion-proporcional: plurinominal, plurinominales
        mayoria-relativa: mayoría
        paridad-de-genero: paridad
        reeleccion: reelección
        consejo-general: consejeros, consejera
        teem: tribunal
        impugnacion: impugnar
        delito-electoral: delito, fraude
        compra-de-voto: compra de votos
        liquido-indeleble: tinta
        empate: empate
        participacion: abstención
        comentario: comentario
        folio: folio
        me-gusta: me gusta
        """;

    [Theory]
    [MemberData(nameof(Words))]
    public void What_people_call_it_finds_the_term_among_the_first_three(string typed, string term) =>
        Assert.Contains(term, Demonstration.Index.Glossary.Find(typed, null).Take(3).Select(t => t.Id));
}
