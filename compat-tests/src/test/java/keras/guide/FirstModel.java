package keras.guide;

import java.util.Arrays;
import keras.Keras;
import keras.data.Np;
import keras.datasets.FashionMnist;
import keras.layers.Dense;
import keras.layers.Flatten;
import keras.models.Sequential;

class FirstModel {
  public static void main(String[] args) {
    Keras.setRandomSeed(42);
    var fashion = FashionMnist.load(); // downloaded once, into ~/.keras
    var xTrain = Np.divide(fashion.train().x(), 255.0);
    var xTest = Np.divide(fashion.test().x(), 255.0);
    try (var model =
        new Sequential(
            new Flatten().inputShape(28, 28),
            new Dense(300, "relu"),
            new Dense(100, "relu"),
            new Dense(10, "softmax"))) {
      model.compile("sgd", "sparse_categorical_crossentropy", "accuracy");
      model.fit(xTrain, fashion.train().y(), f -> f.epochs(30).validationSplit(0.1));
      model.evaluate(xTest, fashion.test().y());
      System.out.println(Arrays.toString(model.predict(xTest).toArray2d()[0]));
      model.save("fashion.keras"); // Python Keras loads it
    }
  }
}
