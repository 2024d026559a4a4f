package keras.live;

import java.util.ArrayList;
import java.util.List;
import keras.engine.HostTensor;
import keras.engine.Variable;
import keras.initializers.Constant;
import keras.models.Model;
import keras.ops.DType;
import keras.optimizers.Optimizer;
import keras.optimizers.SGD;
import org.tensorflow.ndarray.NdArrays;
import org.tensorflow.ndarray.Shape;

/**
 * A model that trains nothing: its only weight is the number of the epoch. Its twin in Python is
 * {@link #PYTHON}.
 */
final class FakeModel extends Model {
  static final String PYTHON =
      """
      import contextlib, io, warnings
      class FakeModel:
          def __init__(self):
              self.weight, self.stop_training, self.saved, self.metrics = -1, False, [], []
              self.optimizer = keras.optimizers.SGD(0.1)
          def get_weights(self):
              return [self.weight]
          def set_weights(self, weights):
              self.weight = weights[0]
          def save(self, path, overwrite=True):
              self.saved.append("model " + os.path.relpath(path, folder))
          def save_weights(self, path, overwrite=True):
              self.saved.append("weights " + os.path.relpath(path, folder))
      model = FakeModel()
      def train(callbacks, epochs, batches=1):
          '''Goes through the hooks of a fit with logs that are given.'''
          text = io.StringIO()
          all = keras.callbacks.CallbackList(callbacks, model=model, epochs=len(epochs), steps=batches, verbose=0)
          ran, logs = 0, {}
          with contextlib.redirect_stdout(text), warnings.catch_warnings():
              warnings.simplefilter("ignore")
              warnings.simplefilter("always", UserWarning)
              warnings.showwarning = lambda message, *where: print(message)
              all.on_train_begin()
              for epoch, logs in enumerate(epochs):
                  all.on_epoch_begin(epoch)
                  for batch in range(batches):
                      all.on_train_batch_begin(batch)
                      all.on_train_batch_end(batch, {"loss": logs.get("loss", 0.0)})
                      if model.stop_training:
                          break
                  model.weight = epoch
                  all.on_epoch_end(epoch, logs)
                  ran += 1
                  if model.stop_training:
                      break
              all.on_train_end(logs)
          result["ran"], result["text"] = ran, text.getvalue()
          result["weight"], result["saved"] = model.weight, model.saved
          result["rate"] = float(model.optimizer.learning_rate)
      """;

  private final List<String> saved = new ArrayList<>();
  private final Optimizer optimizer = new SGD(0.1);
  private final String folder;
  private final Variable weight = addState("weight", Shape.scalar(), DType.INT32, new Constant(-1));

  /**
   * Makes a model.
   *
   * @param folder what the paths of files start with, left out of {@link #saved}
   */
  FakeModel(String folder) {
    this.folder = folder;
  }

  void weight(int weight) {
    this.weight.assign(HostTensor.of(NdArrays.scalarOf(weight)));
  }

  int weight() {
    return weight.value().toNdArray().getObject() instanceof Integer i ? i : 0;
  }

  List<String> saved() {
    return saved;
  }

  @Override
  public Optimizer optimizer() {
    return optimizer;
  }

  @Override
  public void save(String path) {
    saved.add("model " + path.substring(folder.length() + 1));
  }

  @Override
  public void saveWeights(String path) {
    saved.add("weights " + path.substring(folder.length() + 1));
  }

  @Override
  public void loadWeights(String path) {
    throw new UnsupportedOperationException(path);
  }
}
