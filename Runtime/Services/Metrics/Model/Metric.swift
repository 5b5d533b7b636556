import JSON
import ServiceKit
import Wire

/// A metric as requests name it: by namespace, name and all of its dimensions.
struct Metric: Sendable, Hashable {
    var namespace: String
    var name: String
    /// In the order of their names.
    var dimensions: [MetricSubject.Dimension]

    init(namespace: String, name: String, dimensions: [MetricSubject.Dimension]) {
        self.namespace = namespace
        self.name = name
        self.dimensions = dimensions.sorted { ($0.name, $0.value) < ($1.name, $1.value) }
    }

    /// Of members `Namespace`, `MetricName` and `Dimensions`.
    init(_ json: JSON, namespace: String? = nil) {
        self.init(
            namespace: namespace ?? json["Namespace"]?.stringValue ?? "",
            name: json["MetricName"]?.stringValue ?? "",
            dimensions: (json["Dimensions"]?.arrayValue ?? []).map { dimension in
                .init(dimension["Name"]?.stringValue ?? "", dimension["Value"]?.stringValue ?? "")
            }
        )
    }

    var json: JSON {
        ["Namespace": .string(namespace), "MetricName": .string(name), "Dimensions": Self.json(dimensions)]
    }

    static func json(_ dimensions: [MetricSubject.Dimension]) -> JSON {
        .array(dimensions.map { ["Name": .string($0.name), "Value": .string($0.value)] })
    }

    /// The dimensions as the store keeps them.
    var dimensionText: String { Self.json(dimensions).text }
}
