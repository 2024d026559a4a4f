package keras.callbacks;

import java.util.List;
import java.util.Map;
import keras.utils.Console;
import keras.utils.Progbar;
import org.jspecify.annotations.Nullable;

/**
 * Shows the progress and the logs of training, evaluation or prediction: with {@code verbose} 1 a
 * progress bar, with 2 a plain line an epoch.
 *
 * <p>Differs from Keras: {@code "auto"} is the bar on a terminal only, and plain lines elsewhere.
 *
 * <p>Keras: {@code keras/src/callbacks/progbar_logger.py}.
 */
public final class ProgbarLogger extends Callback {
  private long seen;
  private @Nullable Progbar progbar;
  private @Nullable Long target;
  private int verbose;
  private int epochs = 1;
  private boolean calledInFit;

  @Override
  public void setParams(Map<String, @Nullable Object> params) {
    super.setParams(params);
    int chosen = Progbar.isTerminal() ? 1 : 2;
    verbose = params.get("verbose") instanceof Number n ? n.intValue() : chosen;
    epochs = params.get("epochs") instanceof Number n ? n.intValue() : 1;
    target = params.get("steps") instanceof Number n ? n.longValue() : null;
  }

  @Override
  public void onTrainBegin(Logs logs) {
    calledInFit = true;
  }

  @Override
  public void onTestBegin(Logs logs) {
    if (!calledInFit) {
      start();
    }
  }

  @Override
  public void onPredictBegin(Logs logs) {
    start();
  }

  @Override
  public void onEpochBegin(int epoch, Logs logs) {
    start();
    if (verbose != 0 && epochs > 1) {
      Console.printLine("Epoch %d/%d".formatted(epoch + 1, epochs));
    }
  }

  @Override
  public void onTrainBatchEnd(int batch, Logs logs) {
    update(batch, logs);
  }

  @Override
  public void onTestBatchEnd(int batch, Logs logs) {
    if (!calledInFit) {
      update(batch, logs);
    }
  }

  @Override
  public void onPredictBatchEnd(int batch, Logs logs) {
    update(batch, Logs.empty());
  }

  @Override
  public void onEpochEnd(int epoch, Logs logs) {
    end(logs);
  }

  @Override
  public void onTestEnd(Logs logs) {
    if (!calledInFit) {
      end(logs);
    }
  }

  @Override
  public void onPredictEnd(Logs logs) {
    end(logs);
  }

  private void start() {
    seen = 0;
    progbar = null;
    bar();
  }

  private Progbar bar() {
    Progbar bar = progbar;
    if (bar == null) {
      bar =
          new Progbar(target)
              .verbose(verbose)
              .unitName("step")
              .statelessMetrics(List.of())
              .output(Console::print);
      progbar = bar;
    }
    return bar;
  }

  private void update(int batch, Logs logs) {
    Progbar bar = bar();
    seen = batch + 1L;
    if (verbose == 1) {
      bar.update(seen, logs.shown(), false);
    }
  }

  private void end(Logs logs) {
    Progbar bar = bar();
    Long steps = target;
    if (steps == null) {
      steps = seen;
      target = steps;
      bar.target(steps);
    }
    bar.update(steps, logs.shown(), true);
  }
}
