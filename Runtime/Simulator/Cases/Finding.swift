import JSON

/// One figure that was found for a case, or a list or an object.
struct Finding {
    enum Basis: String {
        case formula
        case simulation
        case model
    }

    var metric: String
    /// Of a list or an object: how far it is off at most; not a number where it is another altogether.
    var value: Double
    var standardError: Double?
    var basis: Basis
    /// What was found where that is no figure.
    private(set) var whole: JSON?
    /// Whether no tolerance has a meaning, as for names.
    private(set) var isExact = false
    /// In place of a figure: why there is none.
    private(set) var note: String?

    init(note: String) {
        self.init("", .nan, .simulation)
        self.note = note
    }

    init(_ metric: String, _ value: Double, _ basis: Basis, standardError: Double? = nil) {
        self.metric = metric
        self.value = value
        self.basis = basis
        self.standardError = standardError
    }

    init(_ metric: String, _ estimate: Estimate) {
        self.init(metric, estimate.value, .simulation, standardError: estimate.standardError)
    }

    /// A share of so many that were observed. Where none or all of them were seen, batches do not differ and say nothing of
    /// chance: then the rule of three does, by which 3 among them is about what may have been missed.
    init(_ metric: String, _ share: Estimate, among observations: Double) {
        self.init(metric, share)
        let isOneSided = share.value == 0 || share.value == 1
        if share.standardError == 0, isOneSided, observations > 0 { standardError = 3 / observations }
    }
}

extension Finding {
    /// A list of figures, in its order.
    init(_ metric: String, _ figures: [Double], of test: OracleCase) {
        let wanted = test.expected[metric]?.arrayValue?.map { $0.doubleValue ?? .nan } ?? []
        let differences = zip(wanted, figures).map { abs($0 - $1) }
        self.init(metric, wanted.count == figures.count ? Self.largest(differences) : .nan, .model)
        whole = .array(figures.map { JSON($0) })
    }

    /// Figures by names.
    init(_ metric: String, _ figures: [(name: String, value: Double)], of test: OracleCase) {
        let wanted = test.expected[metric]?.objectValue
        let differences = figures.map { abs($0.value - (wanted?[$0.name]?.doubleValue ?? .nan)) }
        self.init(metric, wanted?.keys.count == figures.count ? Self.largest(differences) : .nan, .model)
        whole = .object(JSON.Object(figures.map { ($0.name, JSON($0.value)) }))
    }

    /// A list of names, in its order.
    init(_ metric: String, _ names: [String], of test: OracleCase) {
        let isSame = names == test.expected[metric]?.arrayValue?.compactMap(\.stringValue)
        self.init(metric, isSame ? 0 : .nan, .model)
        whole = .array(names.map { .string($0) })
        isExact = true
    }

    /// What is no number is larger than any.
    private static func largest(_ differences: [Double]) -> Double {
        differences.reduce(0) { $0.isNaN || $1.isNaN ? .nan : max($0, $1) }
    }
}
