package keras.io.configs;

import java.util.Set;

/** The names of Keras' own layers, to tell what is missing here from what is the user's own. */
final class KerasLayers {
  private static final Set<String> NAMES =
      Set.of(
          ("AbstractRNNCell Activation ActivityRegularization AdaptiveAveragePooling1D"
                  + " AdaptiveAveragePooling2D AdaptiveAveragePooling3D AdaptiveMaxPooling1D"
                  + " AdaptiveMaxPooling2D AdaptiveMaxPooling3D Add AdditiveAttention AlphaDropout"
                  + " Attention AugMix AutoContrast Average AveragePooling1D AveragePooling2D"
                  + " AveragePooling3D BatchNormalization Bidirectional CategoryEncoding"
                  + " CenterCrop ClassMethod Concatenate"
                  + " ContrastLimitedAdaptiveHistogramEqualization Conv1D Conv1DTranspose Conv2D"
                  + " Conv2DTranspose Conv3D Conv3DTranspose ConvLSTM1D ConvLSTM2D ConvLSTM3D"
                  + " Cropping1D Cropping2D Cropping3D CuDNNGRU CuDNNLSTM CutMix Dense"
                  + " DenseFeatures DepthwiseConv1D DepthwiseConv2D Discretization Dot Dropout ELU"
                  + " EinsumDense Embedding Equalization Flatten FlaxLayer GRU GRUCell"
                  + " GaussianDropout GaussianNoise GlobalAveragePooling1D GlobalAveragePooling2D"
                  + " GlobalAveragePooling3D GlobalMaxPooling1D GlobalMaxPooling2D"
                  + " GlobalMaxPooling3D GroupNormalization GroupedQueryAttention HashedCrossing"
                  + " Hashing Highway Identity InputLayer InstanceMethod InstanceProperty"
                  + " IntegerLookup JaxLayer LSTM LSTMCell Lambda LayerNormalization LeakyReLU"
                  + " LocallyConnected1D LocallyConnected2D Masking MaxNumBoundingBoxes"
                  + " MaxPooling1D MaxPooling2D MaxPooling3D Maximum MaxoutDense MelSpectrogram"
                  + " Minimum MixUp MultiHeadAttention Multiply Normalization PReLU Permute"
                  + " Pipeline RMSNormalization RNN RandAugment RandomBrightness"
                  + " RandomColorDegeneration RandomColorJitter RandomContrast RandomCrop"
                  + " RandomElasticTransform RandomErasing RandomFlip RandomGaussianBlur"
                  + " RandomGrayscale RandomHeight RandomHue RandomInvert RandomPerspective"
                  + " RandomPosterization RandomRotation RandomSaturation RandomSharpness"
                  + " RandomShear RandomTranslation RandomWidth RandomZoom ReLU RepeatVector"
                  + " Rescaling Reshape Resizing ReversibleEmbedding STFTSpectrogram"
                  + " SeparableConv1D SeparableConv2D SimpleRNN SimpleRNNCell SlicingOpLambda"
                  + " Softmax Solarization SpatialDropout1D SpatialDropout2D SpatialDropout3D"
                  + " SpectralNormalization StackedRNNCells StringLookup Subtract TFOpLambda"
                  + " TFSMLayer TensorFlowOpLayer TextVectorization ThresholdedReLU"
                  + " TimeDistributed TorchModuleWrapper UnitNormalization UpSampling1D"
                  + " UpSampling2D UpSampling3D ZeroPadding1D ZeroPadding2D ZeroPadding3D")
              .split(" ", -1));

  private KerasLayers() {}

  /** Whether any Keras has had a layer of this name. */
  static boolean has(String className) {
    return NAMES.contains(className);
  }
}
