package keras.callbacks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import keras.layers.Dense;
import keras.models.Model;
import keras.models.Sequential;
import keras.utils.Console;
import keras.utils.Progbar;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests run without a terminal, unless the system property says that there is one. */
class ProgbarLoggerTest {
  private static final String PROPERTY = "keras.terminal";
  private static final float[][] X = {{1, 2}, {3, 4}, {5, 6}};
  private static final float[][] Y = {{1}, {2}, {3}};

  private final StringBuilder printed = new StringBuilder();
  private Consumer<String> before = Progbar::print;

  @BeforeEach
  void listen() {
    before = Console.redirect(printed::append);
  }

  @AfterEach
  void restore() {
    Console.redirect(before);
    System.clearProperty(PROPERTY);
  }

  private String fit() {
    try (Model model = new Sequential(new Dense(1).inputShape(2))) {
      model.compile("sgd", "mse");
      model.fit(X, Y, f -> f.epochs(2).batchSize(1));
    }
    return printed.toString();
  }

  @Test
  void printsAPlainLineAnEpochWhereThereIsNoTerminal() {
    System.setProperty(PROPERTY, "false");
    String text = fit();
    assertTrue(
        text.matches("(Epoch [12]/2\n3/3 - \\d+s - \\d+(s|ms|us)/step - loss: \\S+\n){2}"), text);
  }

  @Test
  void drawsABarOnATerminal() {
    System.setProperty(PROPERTY, "true");
    String text = fit();
    assertTrue(text.contains("\033[1m3/3\033[0m \033[32m━━━━━━━━━━━━━━━━━━━━"), text);
  }
}
