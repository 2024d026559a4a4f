package keras.layers;

import keras.config.Functions;
import keras.config.Identified;
import keras.engine.CallContext;
import keras.ops.Expr;

/**
 * A function of strings of the user's own, for {@link TextVectorization}: what is done to texts
 * first, or where they are split. Files hold its name; it is found again among the custom objects.
 *
 * <pre>{@code
 * TextFunction clean = TextFunction.of("clean",
 *     (texts, ctx) -> ctx.wrap(ctx.tf().strings.staticRegexReplace(Core.strings(texts), "<br />", " ")));
 * Keras.loadModel("model.keras", CustomObjects.none().with(clean));
 * }</pre>
 *
 * <p>Keras: {@code keras/src/layers/preprocessing/text_vectorization.py}, {@code standardize} and
 * {@code split}.
 */
public interface TextFunction extends Identified {
  /** Computes new strings of strings. */
  @FunctionalInterface
  interface Function {
    /** Builds the ops: {@code ctx.tf().strings} has those of strings. */
    Expr call(Expr texts, CallContext ctx);
  }

  /** Builds the ops of the function. */
  Expr call(Expr texts, CallContext ctx);

  /** Makes a function under the name by which files call it. */
  static TextFunction of(String id, Function function) {
    return new TextFunction() {
      @Override
      public String id() {
        return id;
      }

      @Override
      public Object description() {
        return Functions.description(id);
      }

      @Override
      public Expr call(Expr texts, CallContext ctx) {
        return function.call(texts, ctx);
      }

      @Override
      public String toString() {
        return id;
      }
    };
  }
}
