/// Reads the resources of one or several types, each by a value of its own.
protocol ResourceReader {
    /// `fields` are the resource's properties.
    init(resource: Resource, resolver: Resolver, fields: Fields)
}

extension ResourceReader {
    /// `nil`, and complaints, when the properties cannot be resolved or are no object.
    init?(_ resource: Resource, _ resolver: Resolver) {
        guard let fields = resolver.fields(of: resource) else { return nil }
        self.init(resource: resource, resolver: resolver, fields: fields)
    }
}
