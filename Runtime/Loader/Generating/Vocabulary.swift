import Time

/// The words that made-up books consist of.
enum Vocabulary {
    static let adjectives = words(
        """
        Silent Hidden Broken Golden Crimson Forgotten Burning Distant Hollow Winter Summer Midnight Lost Last First Secret
        Iron Glass Paper Wooden Salt Bitter Sweet Quiet Restless Wandering Sleeping Drowned Frozen Scarlet Emerald Azure
        Ashen Pale Dark Bright Ancient Young Wild Tame Invisible Impossible Endless Narrow Crooked Straight Gentle Fierce
        Hungry Blind Patient Reluctant Accidental Ordinary Perfect Imperfect Borrowed Stolen Unfinished Unwritten Northern
        Southern Eastern Western Velvet Copper Silver Marble Painted Whispering Laughing Weeping Dancing Falling Rising
        """
    )

    static let nouns = words(
        """
        Garden River Mountain House Lighthouse Library Clockmaker Gardener Sailor Daughter Son Mother Father Brother Sister
        Stranger Traveller Painter Violin Piano Mirror Window Door Key Map Letter Diary Photograph Train Ship Harbour Island
        Forest Orchard Meadow Desert Valley Bridge Tower Castle Cathedral Market Street Kitchen Attic Cellar Well Fountain
        Storm Snow Rain Thunder Fog Moon Sun Star Comet Shadow Light Flame Ember Ash Stone Pebble Shell Feather Raven Sparrow
        Owl Fox Wolf Bear Horse Hound Cat Whale Salmon Bee Moth Butterfly Spider Rose Lily Oak Willow Thorn Apple Pear Bread
        Salt Honey Wine Tea Coffee Song Dance Silence Echo Memory Dream Promise Lie Truth Secret Riddle Game Wager Debt
        Inheritance Kingdom Empire Republic Rebellion War Peace Treaty Border Crossing Journey Voyage Return Departure
        Winter Autumn Harvest Sowing Machine Engine Algorithm Cipher Signal Orbit Horizon Tide Current Anchor Compass
        Cartographer Apothecary Baker Blacksmith Weaver Tailor Thief Spy Soldier Captain Queen King Prince Widow Orphan
        Physician Professor Student Detective Witness Judge Gambler Hermit Pilgrim Prophet Monk Ghost Angel Giant
        """
    )

    static let places = words(
        """
        Lisbon Prague Vienna Marseille Genoa Trieste Odessa Istanbul Cairo Tangier Dakar Nairobi Zanzibar Bombay Calcutta
        Kyoto Nagasaki Shanghai Hanoi Manila Sydney Auckland Valparaiso Havana Cartagena Lima Quito Boston Chicago Montreal
        Dublin Edinburgh Bergen Uppsala Helsinki Riga Krakow Budapest Dresden Bruges Ghent Lyon Seville Granada Palermo
        Athens Crete Cyprus Samarkand Kashgar Lhasa Kathmandu Reykjavik Greenland Patagonia Siberia Arcadia Avalon Atlantis
        """
    )

    static let givenNames = words(
        """
        Anna Maria Elena Clara Sofia Lucia Ingrid Astrid Greta Johanna Katarina Olga Irina Nadia Leila Amina Fatima Zahra
        Priya Anjali Mei Yuki Hana Keiko Rosa Carmen Ines Beatriz Margaret Eleanor Charlotte Alice Edith Agnes Harriet Ruth
        Naomi Esther Thomas William Henry Arthur Edward Samuel Daniel Jonathan Michael Gabriel Rafael Tomás Joaquín Miguel
        Andrés Pedro João Luís Giovanni Matteo Lorenzo Pierre Étienne François Jürgen Günter Friedrich Karl Johann Søren
        Lars Björn Erik Mikhail Ivan Dmitri Sergei Andrei Kenji Hiroshi Takeshi Wei Jun Arjun Vikram Omar Hassan Karim
        """
    )

    static let familyNames = words(
        """
        Abbott Alvarez Andersson Archer Baker Barros Becker Bellini Bennett Bergman Blackwood Borges Brandt Brooks Byrne
        Calder Carvalho Castellanos Chandra Chen Clarke Conrad Costa Crane Dalgaard Delacroix Dimitrov Doyle Drummond Dubois
        Eastwood Eriksen Esposito Fairchild Farrell Ferreira Fischer Fontaine Forster Fraser Gallagher García Gibson Goldberg
        González Graves Greene Grigoriev Hale Halloran Hansen Harper Hashimoto Hayes Hendricks Herrera Hoffmann Holloway
        Hughes Ibrahim Ito Ivanova Jansen Jensen Jordan Kapoor Kaufmann Keller Kim Kovács Kowalski Kruger Lambert Larsson
        Laurent Lindqvist Lombardi López MacLeod Mahfouz Marchetti Marlowe Martínez Mbeki Mendes Mercer Meyer Moreau Morgan
        Müller Murakawa Nakamura Navarro Ndiaye Nielsen Novak Núñez O'Brien O'Connor Okafor Oliveira Olsen Ortega Osman Park
        Pavlov Pereira Petrov Pinto Popescu Quinn Rahman Ramírez Reyes Ricci Rivera Romano Rossi Roth Rousseau Ruiz Salazar
        Sánchez Santos Sato Schneider Schwarz Shah Sharma Silva Singh Sokolov Sørensen Stein Suzuki Takahashi Tanaka Thorne
        Torres Valdés Vance Vasquez Vega Vogel Volkov Wagner Walsh Weber Whitaker Winter Wolff Wright Yamamoto Young Zhang
        """
    )

    static let genres = words("Fiction Mystery Fantasy History Romance Poetry Science Travel Biography Philosophy")

    static let subtitles = [
        "A Novel", "A Memoir", "A History", "Stories", "Poems", "A Biography", "Essays", "A Mystery",
    ]

    private static let onsets = words(
        "Ba Bel Bor Cal Dar Del El Fal Gal Hal Ier Jor Kal Lor Mar Mel Nor Or Pel Quel Ral Sel Tar"
    )
    private static let middles = words("a de di do la le li lo ma mi na ne no ra ri ro sa ta te ti va ve vi")
    private static let endings = words(
        "bach berg court dale dell den ford gard gate heim holm land mere mont more ness stad ton vale"
    )

    /// A name that stands in no list, one of ten thousand.
    static func coinedName(_ random: inout SeededRandom) -> String {
        let parts = [onsets, middles, endings].map { $0.randomElement(using: &random) ?? "" }
        return parts.joined()
    }

    private static func words(_ text: String) -> [String] {
        text.split(whereSeparator: \.isWhitespace).map(String.init)
    }
}
