/// A book found, best first.
package struct SearchHit: Hashable, Sendable {
    package var bookID: String
    package var score: Double

    /// Higher scores first; equal ones in the order of their ids, so that an answer never changes by itself.
    static func precedes(_ first: SearchHit, _ second: SearchHit) -> Bool {
        first.score != second.score ? first.score > second.score : first.bookID < second.bookID
    }
}

/// The best few of many hits: a heap with the worst on top, logarithmic in `limit` for each hit.
struct BestHits {
    private let limit: Int
    private var heap: [SearchHit] = []

    init(limit: Int) { self.limit = limit }

    var isEmpty: Bool { heap.isEmpty }
    var sorted: [SearchHit] { heap.sorted(by: SearchHit.precedes) }

    mutating func insert(_ hit: @autoclosure () -> String, score: Double) {
        guard limit > 0 else { return }
        if heap.count == limit, score < heap[0].score { return }
        let hit = SearchHit(bookID: hit(), score: score)
        if heap.count < limit {
            heap.append(hit)
            rise(heap.count - 1)
        } else if SearchHit.precedes(hit, heap[0]) {
            heap[0] = hit
            sink()
        }
    }

    private mutating func rise(_ start: Int) {
        var child = start
        while child > 0, SearchHit.precedes(heap[(child - 1) / 2], heap[child]) {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private mutating func sink() {
        var parent = 0
        while true {
            var worst = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if SearchHit.precedes(heap[worst], heap[child]) { worst = child }
            }
            if worst == parent { return }
            heap.swapAt(parent, worst)
            parent = worst
        }
    }
}
