/// Fields with values, in the order in which they first came. Also a set, whose values are empty.
struct OrderedHash {
    private var places: [Bytes: Int] = [:]
    private var slots: [(field: Bytes, value: Bytes)?] = []
    /// Estimated.
    private(set) var byteCount = 0
    /// Counts what was set and removed.
    private(set) var changes = 0

    init() {}

    var count: Int { places.count }

    var fields: [(field: Bytes, value: Bytes)] { slots.compactMap { $0 } }

    func contains(_ field: Bytes) -> Bool { places[field] != nil }

    subscript(field: Bytes) -> Bytes? { places[field].flatMap { slots[$0]?.value } }

    /// Whether the field is new.
    @discardableResult
    mutating func set(_ field: Bytes, _ value: Bytes) -> Bool {
        changes += 1
        if let place = places[field] {
            byteCount += value.count - (slots[place]?.value.count ?? 0)
            slots[place] = (field, value)
            return false
        }
        places[field] = slots.count
        slots.append((field, value))
        byteCount += field.count + value.count + Self.overhead
        return true
    }

    /// Whether the field was there.
    @discardableResult
    mutating func remove(_ field: Bytes) -> Bool {
        guard let place = places.removeValue(forKey: field), let slot = slots[place] else { return false }
        changes += 1
        byteCount -= field.count + slot.value.count + Self.overhead
        slots[place] = nil
        if slots.count > 32, slots.count > 2 * places.count { compact() }
        return true
    }

    private mutating func compact() {
        slots = slots.filter { $0 != nil }
        for (place, slot) in slots.enumerated() { if let slot { places[slot.field] = place } }
    }

    private static let overhead = 64
}
