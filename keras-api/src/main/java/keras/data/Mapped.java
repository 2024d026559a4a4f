package keras.data;

import java.util.Iterator;
import java.util.function.UnaryOperator;

/** A pass whose batches go through a function, or their inputs through a layer. */
final class Mapped extends Passes.Derived {
  private final UnaryOperator<Batch> function;
  private final Runnable end;

  private Mapped(Iterator<Batch> source, UnaryOperator<Batch> function, Runnable end) {
    super(source);
    this.function = function;
    this.end = end;
  }

  static Mapped by(UnaryOperator<Batch> function, Iterator<Batch> source) {
    return new Mapped(source, function, () -> {});
  }

  static Mapped by(Transform layer, Iterator<Batch> source) {
    Transform.Pass pass = layer.pass();
    return new Mapped(source, batch -> pass.run(batch), pass::close);
  }

  @Override
  public boolean hasNext() {
    boolean more = source.hasNext();
    if (!more) {
      end.run();
    }
    return more;
  }

  @Override
  public Batch next() {
    return function.apply(source.next());
  }

  @Override
  public void close() {
    end.run();
    super.close();
  }
}
